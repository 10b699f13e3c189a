/** Rates and quantiles of the traffic that an objective counts, so that boards and alerts speak of the same requests. */

import type { CountedObjective } from '../alerts/objective.ts';
import {
  anyValueOf,
  binary,
  call,
  type Expr,
  narrow,
  number,
  rate,
  type Selector,
} from '../alerts/promql.ts';
import { type BoardConditions, type BoardLabel, rateWindow, sumOver } from './scope.ts';

/** The same series, narrowed by labels that some signal carries. */
export function narrowTo(base: Selector, conditions: BoardConditions): Selector {
  return narrow(base, conditions);
}

/** Events a second. */
export function totalRate(
  objective: CountedObjective,
  by: readonly BoardLabel[],
  only: BoardConditions,
): Expr {
  return sumOver(by, rate(narrowTo(objective.events.total, only), rateWindow));
}

/** Events a second that missed the objective. */
export function badRate(objective: CountedObjective, by: readonly BoardLabel[], only: BoardConditions): Expr {
  const { events } = objective;
  if ('bad' in events) return sumOver(by, rate(narrowTo(events.bad, only), rateWindow));
  const good = sumOver(by, rate(narrowTo(events.good, only), rateWindow));
  return binary(totalRate(objective, by, only), '-', good);
}

/** Every bucket of the histogram that a latency objective counts in; none where it counts otherwise. */
export function latencyBuckets(objective: CountedObjective, only: BoardConditions): Selector | undefined {
  const { events } = objective;
  if (!('good' in events) || !events.good.matchers.some(({ label }) => label === 'le')) return undefined;
  return narrowTo(anyValueOf(events.good, 'le'), only);
}

/** The time within which this share (0 to 1) of the events ended, in the histogram's unit. */
export function quantile(
  share: number,
  buckets: Selector,
  by: readonly BoardLabel[] = [],
  window = rateWindow,
): Expr {
  return call('histogram_quantile', number(share), sumOver([...by, 'le'], rate(buckets, window)));
}
