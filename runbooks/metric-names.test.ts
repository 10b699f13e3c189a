import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { startAlertmanager } from '../programs/servers/alertmanager.ts';
import { startPrometheus } from '../programs/servers/prometheus.ts';
import type { Server } from '../programs/servers/server.ts';
import { signals } from '../service/signals.ts';
import { readRunbook, runbookNames } from './shipped-runbooks.ts';

/** Names by the program that exports them; those of programs that are run below are read from them. */
const exported = {
  /** https://github.com/prometheus/node_exporter */
  nodeExporter: [
    'node_cpu_seconds_total',
    'node_memory_MemAvailable_bytes',
    'node_filesystem_avail_bytes',
    'node_filesystem_size_bytes',
  ],
  /** https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md */
  cadvisor: [
    'container_memory_working_set_bytes',
    'container_cpu_cfs_periods_total',
    'container_cpu_cfs_throttled_periods_total',
  ],
  /** https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/pod-metrics.md */
  kubeState: [
    'kube_pod_container_resource_limits',
    'kube_pod_container_status_restarts_total',
    'kube_pod_container_status_last_terminated_reason',
  ],
  /** https://github.com/prometheus-community/postgres_exporter */
  postgresExporter: ['pg_up', 'pg_replication_lag_seconds'],
  /** https://github.com/prometheus/blackbox_exporter */
  blackboxExporter: [
    'probe_success',
    'probe_http_status_code',
    'probe_duration_seconds',
    'probe_ssl_earliest_cert_expiry',
  ],
  /** https://developer.hashicorp.com/vault/docs/internals/telemetry */
  vault: ['vault_core_unsealed'],
  /** Loki 3.7; most of them only appear once there is something to count. */
  loki: [
    'loki_discarded_samples_total',
    'loki_distributor_bytes_received_total',
    'loki_distributor_lines_received_total',
    'loki_ingester_chunks_flush_failures_total',
    'loki_ingester_wal_disk_full_failures_total',
    'loki_request_duration_seconds_count',
  ],
  /** Jaeger 2.13 and OpenTelemetry collectors; likewise. */
  collector: [
    'otelcol_receiver_accepted_spans_total',
    'otelcol_receiver_refused_spans_total',
    'otelcol_exporter_send_failed_spans_total',
    'otelcol_exporter_enqueue_failed_spans_total',
    'otelcol_exporter_queue_size',
    'otelcol_exporter_queue_capacity',
  ],
  /** prom-client: only after a first collection. */
  promClient: ['nodejs_gc_duration_seconds_sum'],
  /** Made by Prometheus itself, and by the shipped rules. */
  madeHere: [
    'up',
    'ALERTS',
    'scrape_duration_seconds',
    'scrape_samples_scraped',
    'scrape_samples_post_metric_relabeling',
    'scrape_series_added',
    'slo:bad_events:increase1m',
    'slo:total_events:increase1m',
  ],
} as const;

describe('the metrics that runbooks ask about', function () {
  this.timeout(120_000);
  let runDir: string;
  const up: Server[] = [];
  const known = new Set<string>([
    ...Object.values(exported).flat(),
    ...Object.values(signals).flatMap(({ type, metric }) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => `${metric}${part}`) : [metric],
    ),
  ]);

  before(async () => {
    runDir = mkdtempSync(join(tmpdir(), 'tocsin-metrics-'));
    writeFileSync(
      join(runDir, 'rules.yml'),
      'groups: [{ name: g, interval: 1s, rules: [{ record: one, expr: vector(1) }] }]',
    );
    const configText = JSON.stringify({
      rule_files: [join(runDir, 'rules.yml')],
      alerting: { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:1'] }] }] },
    });
    up.push(await startPrometheus({ runDir, configText }));
    up.push(
      await startAlertmanager({
        runDir,
        configText: 'route: { receiver: none }\nreceivers: [{ name: none }]',
      }),
    );
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    for (const text of [registry.metrics(), ...up.map(({ url }) => metricsOf(url))])
      for (const name of namesIn(await text)) known.add(name);
    // These have a series for each Alertmanager that there is, and Prometheus finds one only after some seconds.
    for (const name of ['errors', 'sent']) known.add(`prometheus_notifications_${name}_total`);
  });
  after(async () => {
    await Promise.all(up.map((server) => server.stop()));
    rmSync(runDir, { recursive: true, force: true });
  });

  it('are exported by the programs that they are about', async () => {
    for (const [place, name] of await metricsAskedFor())
      expect(known.has(name), `${place} asks for ${name}`).to.equal(true);
  });

  it('are all that the table here lists', async () => {
    const asked = new Set((await metricsAskedFor()).map(([, name]) => name));
    for (const name of Object.values(exported).flat()) expect(asked.has(name), name).to.equal(true);
  });
});

async function metricsAskedFor(): Promise<[place: string, name: string][]> {
  const runbooks = await Promise.all((await runbookNames()).map(readRunbook));
  return runbooks.flatMap(({ alert, steps }) =>
    steps.flatMap(({ name, command }) => {
      const [, promql = ''] = /evidence -- query [^']*'([^']+)'/.exec(command) ?? [];
      return selectedIn(promql.replaceAll('$window', '5m')).map((metric): [string, string] => [
        `${alert}, ${name}`,
        metric,
      ]);
    }),
  );
}

function selectedIn(promql: string): string[] {
  const names: string[] = [];
  parser.parse(promql).iterate({
    enter: ({ node, from, to }) => {
      if (node.name === 'Identifier' && node.parent?.name === 'VectorSelector')
        names.push(promql.slice(from, to));
    },
  });
  return names;
}

async function metricsOf(url: string): Promise<string> {
  return (await fetch(`${url}/metrics`)).text();
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/^([a-zA-Z_:][\w:]*)/gm)].map(([, name = '']) => name);
}
