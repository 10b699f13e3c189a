/**
 * A service of an Istio mesh, by Istio's standard metrics. The sidecar beside the service reports what it answered; that
 * of its callers also what never reached it; a waypoint where there are no sidecars.
 * https://istio.io/latest/docs/reference/config/metrics/
 */
import { envoyEdges } from './envoy-edges.ts';
import { requestPreset, serverErrors, type TimedRequestPromises } from './request-series.ts';
import type { Preset, SeriesScope } from './scope.ts';

type IstioLabel =
  | 'destination_service'
  | 'destination_service_name'
  | 'destination_service_namespace'
  | 'destination_workload'
  | 'destination_workload_namespace'
  | 'destination_canonical_service'
  | 'destination_app'
  | 'destination_version'
  | 'destination_cluster'
  | 'source_workload'
  | 'source_workload_namespace'
  | 'source_canonical_service'
  | 'request_protocol'
  | 'response_flags';

export interface IstioOptions extends SeriesScope<IstioLabel>, TimedRequestPromises {
  /** Whose view counts. Default: destination. */
  readonly reporter?: 'destination' | 'source' | 'waypoint';
}

/** `istio_requests_total{response_code}` and `istio_request_duration_milliseconds`; routes and methods are not told. */
export function istio(options: IstioOptions): Preset {
  return requestPreset(
    {
      counter: 'istio_requests_total',
      failed: { response_code: serverErrors },
      always: { reporter: options.reporter ?? 'destination' },
      histogram: { metric: 'istio_request_duration_milliseconds', unit: 'ms', edges: envoyEdges },
      labels: {
        environment: 'destination_workload_namespace',
        release: 'destination_version',
        route: null,
        method: null,
      },
      good: 'requests answered without a 5xx',
    },
    options,
  );
}
