import { binary, type Expr, narrow, number, type Selector, sumBy } from '../../alerts/promql.ts';
import type { Objective } from '../../alerts/service-definition.ts';

export type Scope = Readonly<Record<'environment' | 'release', string>>;

/**
 * An objective's events since the release's process started: the counters as they stand. A new process counts from 0,
 * so this misses nothing, while `increase` over a short window misses a series' first scrape and extrapolates the rest.
 */
export function eventsSinceStart({ events }: Objective, scope: Scope): { total: Expr; bad: Expr } {
  const count = (selector: Selector): Expr => sumBy([], narrow(selector, scope));
  const total = count(events.total);
  const bad =
    'good' in events
      ? binary(total, '-', count(events.good))
      : // A release that never failed has no series of failures.
        binary(count(events.bad), 'or', binary(total, '*', number(0)));
  return { total, bad };
}
