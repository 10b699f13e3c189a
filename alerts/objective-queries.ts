/** The questions that rules, boards, the deploy gate and the desk ask about an objective, each written once. */
import type { CountedObjective, FreshnessEvents, Objective } from './objective.ts';
import {
  binary,
  call,
  type Expr,
  increase,
  type LabelCondition,
  number,
  overRange,
  raw,
  type Selector,
  sumOverTime,
} from './promql.ts';
import { aggregateLogically, narrowLogically } from './series-labels.ts';

/** How far apart checks are asked where they are no samples of their own. Left out, it would be the server's setting. */
const ordinaryStep = '15s';

export interface Scope {
  /**
   * A Prometheus duration or a placeholder such as `$window`. Without one the counters are taken as they stand: all
   * events since a process started, which misses nothing, while `increase` over a short window misses a series' first
   * scrape and extrapolates the rest. Right only where the scope is one release. Events that are no counters are
   * then the newest check, or the last five minutes of a PromQL text.
   */
  readonly window?: string;
  /** Labels to keep; none gives one value. */
  readonly by?: readonly string[];
  /** What narrows the question: `{ environment: 'staging', release: matches('$release') }`. */
  readonly only?: Readonly<Record<string, LabelCondition | undefined>>;
}

/** Events that count towards the objective within the window. */
export function totalEvents(objective: Objective, scope: Scope): Expr {
  const { events } = objective;
  if ('total' in events) return eventsIn(events.total, objective, scope);
  if ('success' in events) return checksOver(events.success, 'count_over_time', objective, scope);
  if ('completedAt' in events) return checksOver(events.completedAt, 'count_over_time', objective, scope);
  return rawIn(events.rawTotal, objective, scope);
}

/** Events that missed the objective within the window: 0, not absent, where there were events and none was bad. */
export function badEvents(objective: Objective, scope: Scope): Expr {
  const { events } = objective;
  const total = totalEvents(objective, scope);
  // What never happened has no series yet: no failure so far, or, where everything fails from the start, no success.
  const orZero = (counted: Expr): Expr => binary(counted, 'or', binary(total, '*', number(0)));
  if ('bad' in events) return orZero(eventsIn(events.bad, objective, scope));
  if ('good' in events) return binary(total, '-', orZero(eventsIn(events.good, objective, scope)));
  if ('success' in events)
    return binary(total, '-', checksOver(events.success, 'sum_over_time', objective, scope));
  if ('completedAt' in events) return staleChecks(events, objective, scope);
  return orZero(rawIn(events.rawBad, objective, scope));
}

/** Share of bad events, 0 to 1; NaN or absent where there were no events. */
export function badRatio(objective: Objective, scope: Scope): Expr {
  return binary(badEvents(objective, scope), '/', totalEvents(objective, scope));
}

/** When the newest sample of what is counted was scraped, in seconds since the epoch. */
export function countedAt(objective: CountedObjective, { by = [], only = {} }: Omit<Scope, 'window'>): Expr {
  const { events, labels } = objective;
  return aggregateLogically(
    'max',
    by,
    call('timestamp', narrowLogically(events.total, only, labels)),
    labels,
  );
}

function eventsIn(base: Selector, { labels }: Objective, { window, by = [], only = {} }: Scope): Expr {
  const events = narrowLogically(base, only, labels);
  return aggregateLogically('sum', by, window === undefined ? events : increase(events, window), labels);
}

/** Scrapes of a gauge; without a window the one that is newest. */
function checksOver(
  gauge: Selector,
  fn: 'count_over_time' | 'sum_over_time',
  { labels }: Objective,
  { window, by = [], only = {} }: Scope,
): Expr {
  const checks = narrowLogically(gauge, only, labels);
  if (window !== undefined) return aggregateLogically('sum', by, call(fn, overRange(checks, window)), labels);
  return aggregateLogically(fn === 'count_over_time' ? 'count' : 'sum', by, checks, labels);
}

function staleChecks(
  { completedAt, maxAgeSeconds }: FreshnessEvents,
  { labels }: Objective,
  { window, by = [], only = {} }: Scope,
): Expr {
  const age = binary(call('time'), '-', narrowLogically(completedAt, only, labels));
  const isStale = binary(age, '> bool', number(maxAgeSeconds));
  const counted = window === undefined ? isStale : sumOverTime(isStale, window, ordinaryStep);
  return aggregateLogically('sum', by, counted, labels);
}

/** A text cannot be narrowed: it is asked as it stands, and its result is added up by what is asked for. */
function rawIn(promql: string, { labels }: Objective, { window = '5m', by = [] }: Scope): Expr {
  return aggregateLogically(
    'sum',
    by,
    raw(promql.replaceAll('$window', window).replaceAll('$step', ordinaryStep)),
    labels,
  );
}
