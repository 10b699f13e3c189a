/**
 * A Node service that counts and times its requests with prom-client under the names that its users settled on. The
 * library itself names only the process's own metrics (`nodeProcess`). https://github.com/siimon/prom-client
 */
import {
  clientLibraryEdges,
  requestPreset,
  serverErrors,
  type TimedRequestPromises,
} from './request-series.ts';
import type { Preset, SeriesScope } from './scope.ts';

export interface PromClientOptions extends SeriesScope<'method' | 'route'>, TimedRequestPromises {
  /** What the counter calls the status code; its values are codes ("503") or classes ("5xx"). Default: status. */
  readonly statusLabel?: 'status' | 'status_code' | 'code';
}

/** `http_requests_total{method,route,status}` and `http_request_duration_seconds{method,route}`. */
export function promClient(options: PromClientOptions): Preset {
  return requestPreset(
    {
      counter: 'http_requests_total',
      failed: { [options.statusLabel ?? 'status']: serverErrors },
      histogram: { metric: 'http_request_duration_seconds', unit: 's', edges: clientLibraryEdges },
      labels: {},
      good: 'requests answered without a 5xx',
    },
    options,
  );
}
