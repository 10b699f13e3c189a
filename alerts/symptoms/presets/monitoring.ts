/** What Prometheus, Alertmanager, Loki, Jaeger and OpenTelemetry collectors say of themselves. */
import { matches, type Selector, selector } from '../../promql.ts';
import type { DeclaredSignal } from '../declared-signal.ts';
import { common, type PresetScope } from './scope.ts';

/** Names as of Prometheus 2.42. */
export function prometheusSelf(scope: PresetScope): DeclaredSignal {
  const { of } = scope;
  return {
    kind: 'prometheus',
    ...common(scope),
    reloaded: selector('prometheus_config_last_reload_successful', of),
    ruleFailures: selector('prometheus_rule_evaluation_failures_total', of),
    notificationsDropped: selector('prometheus_notifications_dropped_total', of),
    scrapesRefused: [
      selector('prometheus_target_scrapes_exceeded_sample_limit_total', of),
      selector('prometheus_target_scrapes_exceeded_body_size_limit_total', of),
      selector('prometheus_target_scrapes_sample_duplicate_timestamp_total', of),
      selector('prometheus_target_scrapes_sample_out_of_order_total', of),
      selector('prometheus_target_scrapes_sample_out_of_bounds_total', of),
    ],
  };
}

export function alertmanagerSelf(scope: PresetScope): DeclaredSignal {
  const { of } = scope;
  return {
    kind: 'alertmanager',
    ...common(scope),
    reloaded: selector('alertmanager_config_last_reload_successful', of),
    notifications: selector('alertmanager_notifications_total', of),
    notificationsFailed: selector('alertmanager_notifications_failed_total', of),
  };
}

/** Lines that Loki refused, writes that it failed, chunks that it could not store. Names as of Loki 3.7. */
export function lokiSelf(scope: PresetScope): DeclaredSignal {
  const { of } = scope;
  return {
    kind: 'log-pipeline',
    ...common(scope),
    lost: [
      selector('loki_discarded_samples_total', of),
      selector('loki_request_duration_seconds_count', {
        ...of,
        route: matches('loki_api_v1_push|otlp_v1_logs'),
        status_code: matches('5..'),
      }),
      selector('loki_ingester_chunks_flush_failures_total', of),
      selector('loki_ingester_wal_disk_full_failures_total', of),
    ],
  };
}

/** Jaeger 2 is a collector with a storage behind it. Names as of Jaeger 2.13. */
export function jaegerSelf(scope: PresetScope): DeclaredSignal {
  return { kind: 'trace-pipeline', ...common(scope), lost: lostBy(scope, 'spans', '_total') };
}

/**
 * What an OpenTelemetry collector refused, could not queue or could not send. Collectors before 0.120 leave
 * `_total` away: give `suffix: ''` there.
 */
export function otelCollector(
  scope: PresetScope,
  { suffix = '_total' }: { readonly suffix?: '_total' | '' } = {},
): DeclaredSignal[] {
  return [
    { kind: 'trace-pipeline', ...common(scope), lost: lostBy(scope, 'spans', suffix) },
    { kind: 'log-pipeline', ...common(scope), lost: lostBy(scope, 'log_records', suffix) },
  ];
}

function lostBy(
  { of }: PresetScope,
  what: 'spans' | 'log_records',
  suffix: string,
): [Selector, ...Selector[]] {
  return [
    selector(`otelcol_receiver_refused_${what}${suffix}`, of),
    selector(`otelcol_exporter_send_failed_${what}${suffix}`, of),
    selector(`otelcol_exporter_enqueue_failed_${what}${suffix}`, of),
  ];
}
