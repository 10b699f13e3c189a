/** What each event says to a reader: one sentence and, where there is more, its detail. */
import { type Change, nameChange } from '../changes/change.ts';
import { formatDuration, secondsBetween } from '../pages/format.ts';
import { type FrozenPanels, failureOf } from '../panels/frozen-panels.ts';
import type { IncidentEvent } from './incident-event.ts';

export interface TimelineEntry {
  readonly at: string;
  readonly text: string;
  readonly detail: string;
}

/** Events of the incident and changes around it, in the order in which they happened. */
export function describeTimeline(
  events: readonly IncidentEvent[],
  changes: readonly Change[],
): TimelineEntry[] {
  const names = new Map(
    events.flatMap((event) =>
      event.kind === 'alert-fired' ? [[event.data.fingerprint, event.data.labels.alertname ?? '']] : [],
    ),
  );
  const entries = [
    ...events.map((event) => ({ at: event.at, ...describe(event, names) })),
    ...changes.map((change) => ({
      at: change.startedAt,
      text: `Change: ${nameChange(change)} by ${change.by} (${change.status})`,
      detail: change.summary,
    })),
  ];
  return entries.toSorted((a, b) => a.at.localeCompare(b.at));
}

function describe(
  event: IncidentEvent,
  alertNames: ReadonlyMap<string, string>,
): { text: string; detail: string } {
  switch (event.kind) {
    case 'opened':
      return plain('Incident opened');
    case 'alert-fired': {
      const { alertname = 'An alert', tier } = event.data.labels;
      const named = tier === undefined ? alertname : `${alertname} (${tier})`;
      return { text: `Alert ${named} began`, detail: event.data.annotations.summary ?? '' };
    }
    case 'alert-moved':
      return plain(`Alertmanager moved an alert's start to ${event.data.startsAt}`);
    case 'alert-resolved': {
      const lasted = formatDuration(secondsBetween(event.data.startsAt, event.data.endsAt));
      return plain(`Alert ${alertNames.get(event.data.fingerprint) ?? ''} resolved after ${lasted}`);
    }
    case 'alerts-cleared':
      return plain('No alert fires any more');
    case 'notification-truncated':
      return plain(`Alertmanager left ${event.data.truncatedAlerts} alert(s) out of a notification`);
    case 'acknowledged':
      return plain(`Acknowledged by ${event.data.by}`);
    case 'note':
      return { text: `${event.data.author} noted`, detail: event.data.text };
    case 'runbook-step': {
      const { runbook, name, exitCode, output } = event.data.step;
      const ended =
        exitCode === 0 ? 'passed' : exitCode === null ? 'was not finished' : `ended with ${exitCode}`;
      return { text: `Runbook step ${runbook}: ${name} ${ended}`, detail: output || event.data.text };
    }
    case 'evidence-gathered': {
      const { routes, logs, trace, change } = event.data.evidence;
      const parts = { routes, logs, trace, change };
      const states = Object.entries(parts).map(([name, { status }]) => `${name}: ${status}`);
      return { text: `Evidence gathered (look ${event.data.attempt})`, detail: states.join(', ') };
    }
    case 'panels-frozen':
      return { text: 'Key panels kept', detail: describePanels(event.data) };
    case 'closed': {
      const how = event.data.forced ? 'Closed by force' : 'Closed';
      return { text: `${how} by ${event.data.by}`, detail: event.data.reason };
    }
    case 'review-drafted':
      return plain('Review drafted');
  }
}

function describePanels(frozen: FrozenPanels): string {
  if (frozen.status !== 'asked') return frozen.reason;
  const found = frozen.panels.filter(({ status }) => status === 'found').length;
  const failure = failureOf(frozen);
  return `${found} of ${frozen.panels.length} with data${failure === undefined ? '' : `; ${failure}`}`;
}

function plain(text: string): { text: string; detail: string } {
  return { text, detail: '' };
}
