/**
 * A service behind a plain Envoy, which calls it a cluster.
 * https://www.envoyproxy.io/docs/envoy/latest/configuration/upstream/cluster_manager/cluster_stats
 */
import { envoyEdges } from './envoy-edges.ts';
import { requestPreset, type TimedRequestPromises } from './request-series.ts';
import type { Preset, SeriesScope } from './scope.ts';

export interface EnvoyOptions extends SeriesScope<'envoy_cluster_name'>, TimedRequestPromises {}

/** `envoy_cluster_upstream_rq_xx{envoy_response_code_class}` and `envoy_cluster_upstream_rq_time` in milliseconds. */
export function envoy(options: EnvoyOptions): Preset {
  return requestPreset(
    {
      counter: 'envoy_cluster_upstream_rq_xx',
      failed: { envoy_response_code_class: '5' },
      histogram: { metric: 'envoy_cluster_upstream_rq_time', unit: 'ms', edges: envoyEdges },
      labels: { route: null, method: null },
      good: 'requests answered without a 5xx',
    },
    options,
  );
}
