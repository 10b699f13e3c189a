/** The events of single releases as Prometheus has them: raw counters, as they stand at the newest scrape. */
import type { Count } from '../../alerts/firing-clauses.ts';
import type { CountedObjective } from '../../alerts/objective.ts';
import { badEvents, countedAt, totalEvents } from '../../alerts/objective-queries.ts';
import { matches, renderPromql } from '../../alerts/promql.ts';
import { queryValuesBy } from './prometheus.ts';

export interface ReleaseCount extends Count {
  /** When it was scraped, in milliseconds since the epoch. */
  readonly scrapedAt: number;
}

export interface ReleaseCounts {
  readonly of: ReadonlyMap<string, ReleaseCount>;
  /** Why there are none, where Prometheus gave no answer. */
  readonly missing?: string;
}

/** Never throws: a Prometheus that does not answer is a finding of its own. */
export async function readReleaseCounts(
  prometheusUrl: string | undefined,
  objective: CountedObjective,
  scope: { readonly environment: string; readonly releases: readonly string[] },
): Promise<ReleaseCounts> {
  if (prometheusUrl === undefined) return { of: new Map(), missing: 'PROMETHEUS_URL is not set' };
  const only = { environment: scope.environment, release: matches(scope.releases.join('|')) };
  const byRelease = { by: ['release'], only };
  try {
    const [total, bad, at] = await Promise.all(
      [
        totalEvents(objective, byRelease),
        badEvents(objective, byRelease),
        countedAt(objective, byRelease),
      ].map((question) => queryValuesBy(prometheusUrl, 'release', renderPromql(question))),
    );
    const of = new Map<string, ReleaseCount>();
    for (const [release, counted] of total ?? []) {
      const badCount = bad?.get(release);
      const seconds = at?.get(release);
      if (badCount !== undefined && seconds !== undefined)
        of.set(release, { total: counted, bad: badCount, scrapedAt: 1_000 * seconds });
    }
    return { of };
  } catch (error) {
    return { of: new Map(), missing: error instanceof Error ? error.message : String(error) };
  }
}

/** What was added since an earlier count; undefined where the counters were reset in between. */
export function countSince(earlier: Count, now: Count): Count | undefined {
  const since = { bad: now.bad - earlier.bad, total: now.total - earlier.total };
  return since.bad < 0 || since.total < since.bad ? undefined : since;
}
