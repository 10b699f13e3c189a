/**
 * A service instrumented by OpenTelemetry's HTTP conventions as they were before they were stable (up to 1.20):
 * `http.server.duration` in milliseconds, with the buckets that a SDK takes where nothing is advised.
 * https://github.com/open-telemetry/opentelemetry-specification/blob/v1.20.0/specification/metrics/semantic_conventions/http-metrics.md
 * https://opentelemetry.io/docs/specs/otel/metrics/sdk/#explicit-bucket-histogram-aggregation
 *
 * The environment and the release come as with the stable names (`otel-http.ts`).
 */
import { requestPreset, serverErrors, type TimedRequestPromises } from './request-series.ts';
import type { Preset, SeriesScope } from './scope.ts';

type ClassicLabel =
  | 'http_method'
  | 'http_route'
  | 'http_scheme'
  | 'http_flavor'
  | 'net_host_name'
  | 'net_host_port';

export interface OtelHttpClassicOptions extends SeriesScope<ClassicLabel>, TimedRequestPromises {}

/** `http_server_duration_milliseconds`; thresholds and edges are still given in seconds. */
export function otelHttpClassic(options: OtelHttpClassicOptions): Preset {
  const histogram = 'http_server_duration_milliseconds';
  return requestPreset(
    {
      counter: `${histogram}_count`,
      failed: { http_status_code: serverErrors },
      histogram: {
        metric: histogram,
        unit: 'ms',
        edges: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
      },
      labels: {
        environment: 'deployment_environment',
        release: 'service_version',
        route: 'http_route',
        method: 'http_method',
      },
      good: 'requests answered without a 5xx',
    },
    options,
  );
}
