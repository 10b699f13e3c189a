/**
 * A Go service whose handlers are wrapped by promhttp's `InstrumentHandlerCounter` and `InstrumentHandlerDuration`.
 * Their labels can only be `code` and `method`; which handler it was is curried in, as the package's example does it.
 * A handler that panics is counted by neither: let a middleware around them turn panics into 500.
 * `promhttp_metric_handler_requests_total`, which every Go program has, counts scrapes and not this.
 * https://pkg.go.dev/github.com/prometheus/client_golang/prometheus/promhttp#InstrumentHandlerCounter
 */
import {
  clientLibraryEdges,
  requestPreset,
  serverErrors,
  type TimedRequestPromises,
} from './request-series.ts';
import type { Preset, SeriesScope } from './scope.ts';

export interface PromhttpOptions extends SeriesScope<'code' | 'method' | 'handler'>, TimedRequestPromises {}

/** `http_requests_total{code,method}` and `http_request_duration_seconds`; buckets by default `prometheus.DefBuckets`. */
export function promhttp(options: PromhttpOptions): Preset {
  return requestPreset(
    {
      counter: 'http_requests_total',
      failed: { code: serverErrors },
      histogram: { metric: 'http_request_duration_seconds', unit: 's', edges: clientLibraryEdges },
      labels: { route: 'handler' },
      good: 'requests answered without a 5xx',
    },
    options,
  );
}
