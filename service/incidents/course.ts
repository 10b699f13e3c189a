/** The course of one incident: over which time it is shown, what happened in it, and its key panels over that time. */

import { type Change, nameChange } from '../changes/change.ts';
import { listChanges } from '../changes/change-store.ts';
import type { ChartMark } from '../charts/chart-data.ts';
import type { Store } from '../db/store.ts';
import { freezePanels, type PanelSources } from '../panels/freeze-panels.ts';
import { type FrozenPanels, failureOfLead, hasData } from '../panels/frozen-panels.ts';
import type { Incident } from './incident.ts';

export interface CourseDeps extends PanelSources {
  readonly store: Store;
  /** The desk's own address, for links that leave it. */
  readonly publicUrl: string | undefined;
}

const marginMs = 5 * 60_000;
/** A suspect change further back than this would squeeze the incident into the chart's edge. */
const suspectWithinMs = 30 * 60_000;

/** From five minutes before it began to its end; to now while it goes on. */
export function rangeOf(incident: Incident, now: Date): { from: Date; to: Date } {
  const began = Math.min(
    Date.parse(incident.openedAt),
    ...incident.episodes.map(({ startsAt }) => Date.parse(startsAt)),
  );
  const change = incident.evidence?.change;
  const suspectAt = change?.status === 'found' ? Date.parse(change.change.startedAt) : began;
  const from = began - suspectAt < suspectWithinMs ? Math.min(began, suspectAt) : began;
  const end = incident.closedAt === null ? now.getTime() : Date.parse(incident.closedAt) + 60_000;
  return { from: new Date(from - marginMs), to: new Date(Math.min(now.getTime(), end)) };
}

/** Asks anew; nothing is kept. */
export function askCourse(
  sources: PanelSources,
  incident: Incident,
  now: Date,
  isLeadOnly = false,
): Promise<FrozenPanels> {
  const { service, environment, episodes } = incident;
  const slo = episodes[0]?.labels.slo;
  return freezePanels(sources, { service, environment, slo, now, isLeadOnly, ...rangeOf(incident, now) });
}

/** What was kept after the incident had closed, unless the panel that leads could not be read. */
export function keptCourse({ closedAt, events }: Incident): FrozenPanels | undefined {
  if (closedAt === null) return undefined;
  return events
    .flatMap((event) => (event.kind === 'panels-frozen' && event.at >= closedAt ? [event.data] : []))
    .findLast((frozen) => failureOfLead(frozen) === undefined);
}

export interface ShownCourse {
  /** Whose first panel is shown with everything that happened. */
  readonly lead: FrozenPanels;
  /** The key panels as they were kept last; null before that. */
  readonly kept: FrozenPanels | null;
}

/** A closed incident is shown as it was kept. What leads an open one is asked anew, for "is it over?" is the question. */
export async function showCourse(sources: PanelSources, incident: Incident, now: Date): Promise<ShownCourse> {
  const course = keptCourse(incident);
  if (course !== undefined) return { lead: course, kept: course };
  const { panels: kept } = incident;
  const lead = await askCourse(sources, incident, now, true);
  // What was seen before is better than nothing, just when the metrics are gone as well.
  const isOlderBetter = !hasData(lead) && kept !== null && hasData(kept);
  return { lead: isOlderBetter ? kept : lead, kept };
}

export async function listCourseChanges(store: Store, incident: Incident, now: Date): Promise<Change[]> {
  const { service, environment } = incident;
  const { from, to } = rangeOf(incident, now);
  const since = from.toISOString();
  return listChanges(store, { service, environment, since, until: to.toISOString() });
}

/** What happened, in order, to be marked on the time axis. */
export function collectMarks({ events }: Incident, changes: readonly Change[]): ChartMark[] {
  const ofChanges = changes.map(
    (change): ChartMark => ({ kind: 'change', at: change.startedAt, label: nameChange(change) }),
  );
  const ofEvents = events.flatMap((event): ChartMark[] => {
    switch (event.kind) {
      case 'alert-fired':
        return [{ kind: 'alert', at: event.at, label: `${event.data.labels.alertname ?? 'alert'} began` }];
      case 'alert-resolved':
        return [{ kind: 'alert', at: event.at, label: 'alert resolved', isEnd: true }];
      case 'runbook-step':
        return [{ kind: 'runbook', at: event.at, label: `step ${event.data.step.name}` }];
      case 'note':
        return [{ kind: 'note', at: event.at, label: `note by ${event.data.author}` }];
      default:
        return [];
    }
  });
  return [...ofChanges, ...ofEvents].toSorted((a, b) => a.at.localeCompare(b.at));
}
