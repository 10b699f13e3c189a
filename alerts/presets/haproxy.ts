/**
 * A service seen by the HAProxy in front of it, through HAProxy's own exporter (2.0 and later). Its 5xx are those of the
 * servers and its own, such as the 503 where no server is left. There is no histogram of durations, only averages over
 * the last 1024 requests, so no latency can be promised from here.
 * https://www.haproxy.com/documentation/haproxy-configuration-tutorials/alerts-and-monitoring/prometheus/
 * https://github.com/haproxy/haproxy/blob/master/addons/promex/README
 */
import { selector } from '../promql.ts';
import { common } from '../symptoms/presets/scope.ts';
import { type RequestPromises, requestPreset } from './request-series.ts';
import { type Preset, type SeriesScope, seriesLabels } from './scope.ts';

const labels = { release: null, route: null, method: null } as const;

export interface HaproxyOptions extends SeriesScope<'proxy'>, RequestPromises {}

/** `haproxy_backend_http_responses_total{proxy,code}`, and requests that wait for a server as a queue. */
export function haproxy(options: HaproxyOptions): Preset {
  const preset = requestPreset(
    {
      counter: 'haproxy_backend_http_responses_total',
      failed: { code: '5xx' },
      labels,
      good: 'requests answered without a 5xx by HAProxy',
    },
    options,
  );
  return {
    ...preset,
    signals: [
      ...preset.signals,
      {
        kind: 'queue',
        ...common({ ...options, labels: seriesLabels(labels, options) }),
        waiting: selector('haproxy_backend_current_queue', options.of),
      },
    ],
  };
}
