/** Metrics that prom-client and Prometheus itself make, which service/signals.ts does not declare. */
import { type LabelCondition, type Selector, selector } from '../alerts/promql.ts';
import type { TargetLabel } from '../service/signals.ts';
import type { PanelUnit } from './board.ts';

/** With the unit of the value, or of its rate for a counter. */
export const runtimeMetrics = {
  process_cpu_seconds_total: 'percentunit',
  process_resident_memory_bytes: 'bytes',
  nodejs_heap_size_used_bytes: 'bytes',
  nodejs_eventloop_lag_seconds: 's',
  nodejs_eventloop_lag_p99_seconds: 's',
  up: 'none',
} as const satisfies Record<string, PanelUnit>;

/** Series of such a metric; they carry the labels of the scrape and no others. */
export function selectRuntime(
  metric: keyof typeof runtimeMetrics,
  conditions: { readonly [L in TargetLabel]?: LabelCondition },
): Selector {
  return selector(metric, conditions);
}

/** Prometheus' own series about pending and firing alerts; see its documentation on alerting rules. */
export function selectAlerts(
  conditions: {
    readonly [L in 'service' | 'environment' | 'alertstate' | 'alertname' | 'slo']?: LabelCondition;
  },
): Selector {
  return selector('ALERTS', conditions);
}
