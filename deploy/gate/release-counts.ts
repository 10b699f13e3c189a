/** The events of single releases as Prometheus has them: raw counters, as they stand at the newest scrape. */
import type { Count } from '../../alerts/firing-clauses.ts';
import type { CountedObjective } from '../../alerts/objective.ts';
import { badEvents, countedAt, type Scope, totalEvents } from '../../alerts/objective-queries.ts';
import { call, chain, type Expr, matches, renderPromql, text } from '../../alerts/promql.ts';
import { querySeries } from './prometheus.ts';

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
    const series = await querySeries(prometheusUrl, renderPromql(question(objective, byRelease)));
    const counted = (release: string, what: What): number | undefined =>
      series.find(({ labels }) => labels.release === release && labels.what === what)?.value;
    const of = new Map<string, ReleaseCount>();
    for (const release of scope.releases) {
      const total = counted(release, 'total');
      const bad = counted(release, 'bad');
      const seconds = counted(release, 'scraped');
      if (total !== undefined && bad !== undefined && seconds !== undefined)
        of.set(release, { total, bad, scrapedAt: 1_000 * seconds });
    }
    return { of };
  } catch (error) {
    return { of: new Map(), missing: error instanceof Error ? error.message : String(error) };
  }
}

type What = 'total' | 'bad' | 'scraped';

/** All in one query, so that they are of one scrape: asked one after the other, more can be bad than there are. */
function question(objective: CountedObjective, scope: Scope): Expr {
  const called = (what: What, expr: Expr): Expr =>
    call('label_replace', expr, text('what'), text(what), text(''), text(''));
  return chain(
    'or',
    called('total', totalEvents(objective, scope)),
    called('bad', badEvents(objective, scope)),
    called('scraped', countedAt(objective, scope)),
  );
}

/** What was added since an earlier count; undefined where the counters were reset in between. */
export function countSince(earlier: Count, now: Count): Count | undefined {
  const since = { bad: now.bad - earlier.bad, total: now.total - earlier.total };
  return since.bad < 0 || since.total < since.bad ? undefined : since;
}
