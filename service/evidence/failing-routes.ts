import { fillQuery, type Objective, type QueryScope } from './catalog.ts';
import type { RouteEvidence } from './evidence.ts';
import { queryPrometheus, type Sample } from './prometheus.ts';

/** Routes with bad events within the window, the worst first. */
export async function findFailingRoutes(
  prometheusUrl: string,
  objective: Objective,
  scope: QueryScope,
): Promise<RouteEvidence[]> {
  const { badByRoute, ratioByRoute, totalByRoute } = objective.queries;
  const [bad, ratios, totals] = await Promise.all(
    [badByRoute, ratioByRoute, totalByRoute].map((query) =>
      queryPrometheus(prometheusUrl, fillQuery(query, scope)),
    ),
  );
  return (bad ?? [])
    .filter(({ value }) => value > 0)
    .map(({ labels, value }) => ({
      method: labels.method ?? '',
      route: labels.route ?? '',
      badCount: value,
      badRatio: valueFor(ratios, labels),
      totalCount: valueFor(totals, labels),
    }))
    .toSorted((a, b) => b.badCount - a.badCount)
    .slice(0, 10);
}

/** NaN, which is what 0/0 gives, says nothing here and becomes 0. */
function valueFor(samples: readonly Sample[] | undefined, { method, route }: Sample['labels']): number {
  const found = samples?.find(({ labels }) => labels.method === method && labels.route === route);
  return found !== undefined && Number.isFinite(found.value) ? found.value : 0;
}
