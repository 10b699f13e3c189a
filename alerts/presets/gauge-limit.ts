/** Objectives on a gauge that must not exceed a limit: each scrape of it is an event, bad where it was over. */
import type { RawEvents } from '../objective.ts';
import { binary, call, type Expr, number, renderPromql, type Selector, sumOverTime } from '../promql.ts';

/**
 * Both counts are taken at the same steps, so their ratio is exact. They themselves are not: a window whose edges lie on
 * steps holds one more of them on a Prometheus 2.
 */
export function scrapesOver(gauge: Selector, limit: number): RawEvents {
  const everyStep: Expr = { kind: 'subquery', arg: gauge, range: '$window', step: '$step' };
  const isOver = binary(gauge, '> bool', number(limit));
  return {
    rawTotal: renderPromql(call('count_over_time', everyStep)),
    rawBad: renderPromql(sumOverTime(isOver, '$window', '$step')),
  };
}
