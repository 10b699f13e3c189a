/** What "good" means for a service: a share of events over a rolling window, counted in one of four ways. */
import type { Selector } from './promql.ts';
import type { SeriesLabels } from './series-labels.ts';

/** Counters of events. A latency objective counts what was fast enough, an availability one what failed. */
export type CountedEvents =
  | { readonly total: Selector; readonly bad: Selector }
  | { readonly total: Selector; readonly good: Selector };

/** A gauge that is 1 when a probe reached its goal and 0 when not; each scrape of it is one event. */
export interface ProbedEvents {
  readonly success: Selector;
}

/** A gauge that holds when the last run ended well (Unix seconds); each scrape at which that was too long ago is bad. */
export interface FreshnessEvents {
  readonly completedAt: Selector;
  readonly maxAgeSeconds: number;
}

/**
 * Counts as PromQL texts, for what no selector can say; `$window` stands for the range, and
 * `$step` for the scrape interval where a subquery needs one. They are read over two intervals
 * and halved, so `rate` and `increase` may extrapolate: not exact to the event, as the other three are.
 */
export interface RawEvents {
  readonly rawTotal: string;
  readonly rawBad: string;
}

export type ObjectiveEvents = CountedEvents | ProbedEvents | FreshnessEvents | RawEvents;

export interface Objective {
  /** Unique within the service; the `slo` label. */
  readonly name: string;
  readonly kind: 'availability' | 'latency' | 'freshness' | 'probe';
  /** What a person on call reads: "requests answered without a 5xx". */
  readonly description: string;
  /** Share of good events asked for, between 0 and 1, neither included. */
  readonly target: number;
  /** Rolling window of the error budget, in days. */
  readonly windowDays: 7 | 28 | 30 | 90;
  readonly events: ObjectiveEvents;
  /** What its series call the environment, the route and so on, where they differ. */
  readonly labels?: SeriesLabels;
  /** Seconds within which an event must end to be good; latency only. */
  readonly thresholdSeconds?: number;
}

/** An objective whose events are counters, which can be split by any label they carry. */
export interface CountedObjective extends Objective {
  readonly kind: 'availability' | 'latency';
  readonly events: CountedEvents;
}

export function isCounted(objective: Objective): objective is CountedObjective {
  return 'total' in objective.events && (objective.kind === 'availability' || objective.kind === 'latency');
}

/** The selectors of an objective's events; none where they are PromQL texts. */
export function selectorsOf({ events }: Objective): Selector[] {
  if ('rawTotal' in events) return [];
  if ('success' in events) return [events.success];
  if ('completedAt' in events) return [events.completedAt];
  return [events.total, 'bad' in events ? events.bad : events.good];
}

/** The Alertmanager name of an objective's alerts, by what kind of promise burns. */
const alertNames = {
  availability: 'AvailabilityBudgetBurn',
  latency: 'LatencyBudgetBurn',
  freshness: 'FreshnessBudgetBurn',
  probe: 'ProbeBudgetBurn',
} as const satisfies Record<Objective['kind'], string>;

export function alertName({ kind }: Pick<Objective, 'kind'>): string {
  return alertNames[kind];
}
