/**
 * A process that exports every declared signal with made-up traffic, for tests: what a service of the catalog looks like
 * to Prometheus. Each scrape finds more requests than the one before, a fifth of them failed.
 */
import { createServer, type Server } from 'node:http';
import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type OpenMetricsContentType,
  Registry,
} from 'prom-client';
import { type Signal, signals } from '../service/signals.ts';

export const exampleTraceId = '4bf92f3577b34da6a3ce929d0e0e4736';

/** Label values of the two kinds of requests, and of whatever else a signal carries. */
const good = { method: 'GET', route: '/incidents/:id', status: '200', status_class: '2xx', outcome: 'ok' };
const failed = {
  method: 'POST',
  route: '/api/changes',
  status: '500',
  status_class: '5xx',
  outcome: 'error',
};
const others: Record<string, string> = {
  state: 'used',
  severity: '1',
  signal: 'logs',
  version: 'r1',
  kind: 'deploy',
  about_service: 'desk',
  about_environment: 'staging',
  runbook: 'AvailabilityBudgetBurn',
};

/** Serves /metrics in OpenMetrics on a free port of the loopback. */
export async function startExampleExporter(): Promise<{ server: Server; address: string }> {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  collectDefaultMetrics({ register: registry });
  const instruments = Object.values(signals).map((signal) => instrument(signal, registry));
  const server = createServer(async (_request, response) => {
    for (const count of instruments) {
      for (let request = 0; request < 4; request++) count(good);
      count(failed);
    }
    response.setHeader('content-type', registry.contentType).end(await registry.metrics());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the exporter has no port');
  return { server, address: `127.0.0.1:${address.port}` };
}

/** Returns what counts one request of a kind in this instrument. */
function instrument(
  signal: Signal,
  registry: Registry<OpenMetricsContentType>,
): (kind: Record<string, string>) => void {
  const { metric, help, type, labels } = signal;
  const labelNames = Object.keys(labels);
  const valuesOf = (kind: Record<string, string>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(labels).map(([name, values]) => {
        const value = kind[name] ?? others[name] ?? 'other';
        // A word that this signal does not know: what is good comes first in its list, what failed last.
        const known = values === 'any' || values.includes(value) ? value : values.at(kind === good ? 0 : -1);
        return [name, known ?? value];
      }),
    );
  const shared = { help, labelNames, registers: [registry] };
  switch (type) {
    case 'counter': {
      // OpenMetrics output appends "_total".
      const counter = new Counter({ ...shared, name: metric.replace(/_total$/, '') });
      return (kind) => counter.inc(valuesOf(kind));
    }
    case 'gauge': {
      const gauge = new Gauge({ ...shared, name: metric });
      const value = (): number => (signal.unit === 'percentunit' ? 0.2 : Date.now() / 1000);
      // A gauge of a few states tells all of them at once.
      const states = Object.entries(labels).flatMap(([name, values]) =>
        values === 'any' ? [] : values.map((state) => ({ [name]: state })),
      );
      return (kind) => {
        for (const state of states.length === 0 ? [{}] : states)
          gauge.set({ ...valuesOf(kind), ...state }, value());
      };
    }
    case 'histogram': {
      const buckets = [...(signal.buckets ?? [])];
      const histogram = new Histogram({ ...shared, name: metric, buckets, enableExemplars: true });
      return (kind) =>
        histogram.observe({
          labels: valuesOf(kind),
          value: kind === failed ? 0.7 : 0.03,
          exemplarLabels: { trace_id: exampleTraceId },
        });
    }
  }
}
