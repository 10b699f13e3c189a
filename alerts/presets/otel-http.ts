/**
 * A service instrumented by OpenTelemetry's stable semantic conventions: `http.server.request.duration` in seconds, as
 * Prometheus names it (dots become underscores, the unit a suffix). The conventions advise the buckets.
 * https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration
 *
 * `job` is `service.namespace/service.name`. The environment and the release are in `target_info` unless Prometheus
 * promotes them (`otlp.promote_resource_attributes: [deployment.environment.name, service.version]`), which is what
 * `labels` expects by default. Series that are pushed have no `up`: the first event of each new one is lost then.
 * https://prometheus.io/docs/guides/opentelemetry/
 */
import { requestPreset, serverErrors, type TimedRequestPromises } from './request-series.ts';
import type { Preset, SeriesScope } from './scope.ts';

type OtelHttpLabel =
  | 'http_request_method'
  | 'http_route'
  | 'url_scheme'
  | 'server_address'
  | 'server_port'
  | 'network_protocol_version';

export interface OtelHttpOptions extends SeriesScope<OtelHttpLabel>, TimedRequestPromises {
  /**
   * What a failed request is: answered with a 5xx (default), or any that has `error_type`, which requests that were
   * never answered have too, such as timeouts.
   */
  readonly failedBy?: 'status' | 'error-type';
}

/** `http_server_request_duration_seconds`, whose count is the counter of requests. */
export function otelHttp(options: OtelHttpOptions): Preset {
  const histogram = 'http_server_request_duration_seconds';
  const isByStatus = options.failedBy !== 'error-type';
  return requestPreset(
    {
      counter: `${histogram}_count`,
      failed: isByStatus
        ? { http_response_status_code: serverErrors }
        : { error_type: { op: '!=', value: '' } },
      histogram: {
        metric: histogram,
        unit: 's',
        edges: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
      },
      labels: {
        environment: 'deployment_environment_name',
        release: 'service_version',
        route: 'http_route',
        method: 'http_request_method',
      },
      good: isByStatus ? 'requests answered without a 5xx' : 'requests that ended without an error',
    },
    options,
  );
}
