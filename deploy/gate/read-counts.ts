import type { CountedObjective } from '../../alerts/objective.ts';
import { badEvents, totalEvents } from '../../alerts/objective-queries.ts';
import { renderPromql } from '../../alerts/promql.ts';
import { queryValue } from './prometheus.ts';
import type { Reading } from './verdict.ts';

/** What there is to ask, and of which release alone. */
export interface CountsQuestion {
  readonly scope: Readonly<Record<'environment' | 'release', string>>;
  readonly prometheusUrl: string | undefined;
}

/** An objective's counts since the release's process started; a Prometheus that does not answer is no data. */
export async function readCounts(
  objective: CountedObjective,
  { prometheusUrl, scope }: CountsQuestion,
): Promise<Reading> {
  if (prometheusUrl === undefined)
    return { objective, counts: undefined, missing: 'PROMETHEUS_URL is not set' };
  try {
    const [total, bad] = await Promise.all([
      queryValue(prometheusUrl, renderPromql(totalEvents(objective, { only: scope }))),
      queryValue(prometheusUrl, renderPromql(badEvents(objective, { only: scope }))),
    ]);
    return { objective, counts: total === undefined || bad === undefined ? undefined : { total, bad } };
  } catch (error) {
    return { objective, counts: undefined, missing: error instanceof Error ? error.message : String(error) };
  }
}
