/** The incident as a fold over its events: pure, so that what is shown can always be explained by what was recorded. */
import type { Evidence } from '../evidence/evidence.ts';
import { type FrozenPanels, hasData } from '../panels/frozen-panels.ts';
import type { IncidentEvent } from './incident-event.ts';

export type Severity = 1 | 2 | 3 | 4;

export interface Episode {
  readonly source: string;
  readonly fingerprint: string;
  readonly alertname: string;
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly severity: Severity;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly generatorUrl: string;
}

export interface IncidentHead {
  readonly id: string;
  readonly service: string;
  readonly environment: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
}

export interface Incident extends IncidentHead {
  readonly title: string;
  readonly severity: Severity;
  readonly state: 'open' | 'acknowledged' | 'closed';
  /** The drill's name (or names) when every alert of the incident came from one, so that it stays out of real figures. */
  readonly drill: string | null;
  readonly owner: string;
  readonly alertsFiring: number;
  /** Alerts that Alertmanager left out of a notification; more is wrong than is listed. */
  readonly truncatedAlerts: number;
  readonly acknowledgedAt: string | null;
  readonly episodes: readonly Episode[];
  readonly evidence: Evidence | null;
  /** The key panels as they were kept last; those with data before later ones without. */
  readonly panels: FrozenPanels | null;
  readonly hasReview: boolean;
  /** In the order in which they happened. */
  readonly events: readonly IncidentEvent[];
}

export type IncidentSummary = Omit<Incident, 'events' | 'evidence' | 'panels' | 'hasReview'>;

export function foldIncident(head: IncidentHead, recorded: readonly IncidentEvent[]): Incident {
  const episodes = foldEpisodes(recorded);
  const severity = worst(episodes.map((episode) => episode.severity));
  const acknowledged = recorded.find((event) => event.kind === 'acknowledged');
  const drills = new Set(episodes.map(({ labels }) => labels.drill));
  const opened = recorded.find((event) => event.kind === 'opened');
  const evidence = recorded.findLast((event) => event.kind === 'evidence-gathered');
  const panels = recorded.flatMap((event) => (event.kind === 'panels-frozen' ? [event.data] : []));
  return {
    ...head,
    title: `${opened?.data.alertname ?? 'Incident'} on ${head.service} (${head.environment})`,
    severity,
    state: head.closedAt !== null ? 'closed' : acknowledged === undefined ? 'open' : 'acknowledged',
    drill: drills.size === 0 || drills.has(undefined) ? null : [...drills].join(', '),
    owner: episodes[0]?.labels.owner ?? '',
    alertsFiring: episodes.filter(({ endsAt }) => endsAt === null).length,
    truncatedAlerts: Math.max(
      0,
      ...recorded.map((event) => (event.kind === 'notification-truncated' ? event.data.truncatedAlerts : 0)),
    ),
    acknowledgedAt: acknowledged?.at ?? null,
    episodes,
    evidence: evidence?.data.evidence ?? null,
    panels: panels.findLast(hasData) ?? panels.at(-1) ?? null,
    hasReview: recorded.some(({ kind }) => kind === 'review-drafted'),
    events: recorded.toSorted((a, b) => a.at.localeCompare(b.at) || Number(a.id) - Number(b.id)),
  };
}

function foldEpisodes(recorded: readonly IncidentEvent[]): Episode[] {
  const episodes: Episode[] = [];
  const change = (fingerprint: string, startsAt: string, update: Partial<Episode>) => {
    const index = episodes.findLastIndex(
      (episode) => episode.fingerprint === fingerprint && episode.startsAt === startsAt,
    );
    const episode = episodes[index];
    if (episode !== undefined) episodes[index] = { ...episode, ...update };
  };
  for (const { kind, data } of recorded) {
    if (kind === 'alert-fired') {
      const { source, fingerprint, startsAt, labels, annotations, generatorUrl } = data;
      const alertname = labels.alertname ?? 'unnamed';
      const severity = severityOf(labels);
      const endsAt = null;
      episodes.push({
        source,
        fingerprint,
        alertname,
        startsAt,
        endsAt,
        severity,
        labels,
        annotations,
        generatorUrl,
      });
    } else if (kind === 'alert-moved') change(data.fingerprint, data.from, { startsAt: data.startsAt });
    else if (kind === 'alert-resolved') change(data.fingerprint, data.startsAt, { endsAt: data.endsAt });
  }
  return episodes;
}

/** By an alert's label. A page is severity 2 (degraded); 1 (down, data lost) is a person's judgement, never a rule's. */
export const severityByLabel: ReadonlyMap<string, Severity> = new Map([
  ['critical', 2],
  ['page', 2],
  ['warning', 3],
  ['ticket', 3],
]);
export const mildestSeverity: Severity = 4;

export function severityOf(labels: Readonly<Record<string, string>>): Severity {
  return severityByLabel.get(labels.severity ?? '') ?? mildestSeverity;
}

function worst(severities: readonly Severity[]): Severity {
  return severities.toSorted()[0] ?? mildestSeverity;
}
