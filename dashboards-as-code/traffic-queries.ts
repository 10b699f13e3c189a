/** Rates and quantiles of the traffic that an objective counts, so that boards and alerts speak of the same requests. */
import { type CountedObjective, selectorsOf } from '../alerts/objective.ts';
import { anyValueOf, binary, call, type Expr, number, rate, type Selector } from '../alerts/promql.ts';
import { aggregateLogically, narrowLogically } from '../alerts/series-labels.ts';
import { type BoardConditions, rateWindow } from './scope.ts';

/** Events a second, by logical labels or by those of the series. */
export function totalRate(objective: CountedObjective, by: readonly string[], only: BoardConditions): Expr {
  return eventRate(objective.events.total, objective, by, only);
}

/** Events a second that missed the objective. */
export function badRate(objective: CountedObjective, by: readonly string[], only: BoardConditions): Expr {
  const { events } = objective;
  if ('bad' in events) return eventRate(events.bad, objective, by, only);
  return binary(totalRate(objective, by, only), '-', eventRate(events.good, objective, by, only));
}

function eventRate(
  base: Selector,
  { labels }: CountedObjective,
  by: readonly string[],
  only: BoardConditions,
): Expr {
  return aggregateLogically('sum', by, rate(narrowLogically(base, only, labels), rateWindow), labels);
}

/** The label by which the series tell what failed from what did not: `status`, `code`, `response_code`. */
export function outcomeLabel(objective: CountedObjective): string | undefined {
  const { events } = objective;
  const part = 'bad' in events ? events.bad : events.good;
  const ofTotal = new Set(events.total.matchers.map((matcher) => JSON.stringify(matcher)));
  const [own, ...others] = part.matchers.filter((matcher) => !ofTotal.has(JSON.stringify(matcher)));
  return others.length === 0 && own?.label !== 'le' && part.metric === events.total.metric
    ? own?.label
    : undefined;
}

/** Whether a latency objective counts in a histogram, which has percentiles. */
export function hasPercentiles({ events }: CountedObjective): boolean {
  return 'good' in events && events.good.matchers.some(({ label }) => label === 'le');
}

/** Every bucket of the histogram that a latency objective counts in. Throws where it counts otherwise. */
export function latencyBuckets(objective: CountedObjective, only: BoardConditions): Selector {
  const { events, labels, name } = objective;
  if (!('good' in events) || !hasPercentiles(objective))
    throw new Error(
      `objective "${name}" does not count in a histogram's buckets, so it has no percentiles; define it with latencyObjective().`,
    );
  return narrowLogically(anyValueOf(events.good, 'le'), only, labels);
}

/** Seconds within which this share (0 to 1) of the events ended. */
export function quantile(
  share: number,
  objective: CountedObjective,
  only: BoardConditions,
  by: readonly string[] = [],
  window = rateWindow,
): Expr {
  const buckets = rate(latencyBuckets(objective, only), window);
  const found = call(
    'histogram_quantile',
    number(share),
    aggregateLogically('sum', [...by, 'le'], buckets, objective.labels),
  );
  return isInMilliseconds(objective) ? binary(found, '/', number(1000)) : found;
}

/** What a histogram's bounds are written in, by the convention that its name ends in its unit. */
export function isInMilliseconds(objective: CountedObjective): boolean {
  return selectorsOf(objective).some(({ metric }) => /_milliseconds(_bucket|_count)?$/.test(metric));
}
