/**
 * A service seen by the Kubernetes ingress-nginx controller in front of it. `ingress` and `host` single it out; the
 * metric's own `namespace` and `service` are called `exported_...` where the scrape has labels of these names and does not
 * honour the exporter's. A scrape's `service` is the controller, which is why it cannot be selected here.
 * https://kubernetes.github.io/ingress-nginx/user-guide/monitoring/#exposed-metrics
 */
import {
  clientLibraryEdges,
  requestPreset,
  serverErrors,
  type TimedRequestPromises,
} from './request-series.ts';
import type { Preset, SeriesScope } from './scope.ts';

type IngressLabel =
  | 'ingress'
  | 'host'
  | 'path'
  | 'method'
  | 'canary'
  | 'exported_namespace'
  | 'exported_service'
  | 'controller_class'
  | 'controller_namespace';

export interface NginxIngressOptions extends SeriesScope<IngressLabel>, TimedRequestPromises {
  readonly of: Omit<SeriesScope<IngressLabel>['of'], 'service'>;
}

/**
 * `nginx_ingress_controller_requests{status}` and `..._request_duration_seconds`, measured to the last byte sent;
 * buckets as of `--time-buckets`.
 */
export function nginxIngress(options: NginxIngressOptions): Preset {
  return requestPreset(
    {
      counter: 'nginx_ingress_controller_requests',
      failed: { status: serverErrors },
      histogram: {
        metric: 'nginx_ingress_controller_request_duration_seconds',
        unit: 's',
        edges: clientLibraryEdges,
      },
      labels: { environment: 'namespace', release: null, route: 'path' },
      good: 'requests answered without a 5xx by the ingress',
    },
    options,
  );
}
