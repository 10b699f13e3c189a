/** How long requests take (the D of RED), with exemplars that open the trace of one of them. */

import type { CountedObjective } from '../../alerts/objective.ts';
import { increase } from '../../alerts/promql.ts';
import { aggregateLogically } from '../../alerts/series-labels.ts';
import type { PanelModel } from '../board.ts';
import { colorNeutrally } from '../colors.ts';
import { prometheusQuery } from '../query.ts';
import { inSelectedRoutes, rateWindow } from '../scope.ts';
import { latencyThresholds } from '../thresholds.ts';
import { isInMilliseconds, latencyBuckets, quantile } from '../traffic-queries.ts';
import { bigNumber, heatmap, linesWithThresholds } from '../visuals.ts';

/** True of Grafana's own picture only. */
export const exemplarHint =
  'Each diamond is one request: click it to open its trace, and from the trace its logs.';

/** One a minute over an hour. */
const bucketPoints = 60;

export function p95Number(latency: CountedObjective): PanelModel {
  return {
    slug: 'p95-now',
    title: 'How slow is it?',
    description:
      'The time within which 95 % of the selected requests are answered. Red from the time on that the latency objective calls too slow.',
    unit: 's',
    noValue: 'no requests',
    thresholds: latencyThresholds(latency),
    visual: bigNumber(),
    queries: [
      prometheusQuery(quantile(0.95, latency, inSelectedRoutes(latency)), { isInstant: true, legend: 'p95' }),
    ],
  };
}

export function durationPanel(latency: CountedObjective): PanelModel {
  const only = inSelectedRoutes(latency);
  return {
    slug: 'duration',
    title: 'How long do requests take?',
    description: `Median, 95th and 99th percentile of the selected requests; the dashed line is the objective's. All three up: everything is slower. Only p99: a few requests, look for one route or one instance. ${exemplarHint}`,
    unit: 's',
    noValue: 'no requests',
    thresholds: latencyThresholds(latency),
    points: bucketPoints,
    visual: colorNeutrally(linesWithThresholds(latencyThresholds(latency)), ['p50', 'p95', 'p99']),
    queries: [
      prometheusQuery(quantile(0.5, latency, only), { legend: 'p50' }),
      prometheusQuery(quantile(0.95, latency, only), { legend: 'p95' }),
      prometheusQuery(quantile(0.99, latency, only), { legend: 'p99', hasExemplars: true }),
    ],
  };
}

export function durationHeatmap(latency: CountedObjective): PanelModel {
  return {
    slug: 'duration-heatmap',
    title: 'Are all requests slower, or is there a second group?',
    description: `Requests by how long they took; stronger against the background is more. A second band beside the usual one is another way through the code: a timeout, a retry, a cold cache. ${exemplarHint}`,
    unit: isInMilliseconds(latency) ? 'ms' : 's',
    noValue: 'no requests',
    points: bucketPoints,
    visual: heatmap(isInMilliseconds(latency) ? 'ms' : 's'),
    queries: [
      prometheusQuery(
        aggregateLogically(
          'sum',
          ['le'],
          increase(latencyBuckets(latency, inSelectedRoutes(latency)), rateWindow),
          latency.labels,
        ),
        {
          legend: '{{le}}',
          format: 'heatmap',
          hasExemplars: true,
        },
      ),
    ],
  };
}

export function p95ByRoutePanel(latency: CountedObjective): PanelModel {
  return {
    slug: 'p95-by-route',
    title: 'Which routes are slow?',
    description: `95th percentile by route; the dashed line is the objective's. A failing route that is also slow waits for something before it fails; a failing route that is fast refuses at once. ${exemplarHint}`,
    unit: 's',
    noValue: 'no requests',
    thresholds: latencyThresholds(latency),
    points: bucketPoints,
    visual: linesWithThresholds(latencyThresholds(latency)),
    queries: [
      prometheusQuery(quantile(0.95, latency, inSelectedRoutes(latency), ['route']), {
        legend: '{{route}}',
        hasExemplars: true,
      }),
    ],
  };
}
