/** No tests of its own: the app on a free port in this process, over a store that a test brings. */
import { createServer } from 'node:http';
import { createApp } from '../app.ts';
import { type Config, parseConfig } from '../config.ts';
import type { Store } from '../db/store.ts';
import { FigureKeeper } from '../figures/figure-keeper.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { listen, stopServer } from '../http/server.ts';
import { createLogger, type Logger } from '../telemetry/logger.ts';
import { createMetrics, type Metrics } from '../telemetry/metrics.ts';

export interface TestDesk {
  readonly url: string;
  readonly metrics: Metrics;
  readonly watched: string[];
  readonly closed: string[];
  stop(): Promise<void>;
}

export function testConfig(overrides: Partial<Config> = {}): Config {
  return {
    ...parseConfig({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', LOG_LEVEL: 'error' }),
    ...overrides,
  };
}

export const silentLogger: Logger = Object.assign(createLogger({ logLevel: 'error' }), { silent: true });

export async function startDesk(
  store: Store,
  options: { config?: Partial<Config>; extraEndpoints?: Endpoint[]; isStopping?: () => boolean } = {},
): Promise<TestDesk> {
  const metrics = createMetrics();
  const watched: string[] = [];
  const closed: string[] = [];
  const figures = new FigureKeeper({ store, metrics, logger: silentLogger });
  const app = createApp({
    config: testConfig(options.config),
    store,
    logger: silentLogger,
    metrics,
    keeper: { watch: (id) => watched.push(id) },
    courses: { keep: (id) => closed.push(id) },
    figures,
    isStopping: options.isStopping ?? (() => false),
    extraEndpoints: options.extraEndpoints ?? [],
  });
  const server = createServer(app.callback());
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  return {
    url: `http://127.0.0.1:${port}`,
    metrics,
    watched,
    closed,
    stop: async () => {
      await stopServer(server, 1000);
      await figures.stop();
    },
  };
}

/** A JSON request; the answer's status and body. */
export async function call(
  url: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown>; text: string }> {
  const response = await fetch(
    url,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, body: isJson ? JSON.parse(text) : {}, text };
}

export interface AlertOptions {
  readonly fingerprint?: string;
  readonly status?: 'firing' | 'resolved';
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An alert as Alertmanager sends it. */
export function alertOf(options: AlertOptions = {}): Record<string, unknown> {
  const { status = 'firing', startsAt = '2026-03-01T03:12:00.000Z' } = options;
  return {
    status,
    labels: {
      alertname: 'DeskAvailabilityBurn',
      service: 'desk',
      environment: 'staging',
      slo: 'availability',
      tier: 'page-fast',
      severity: 'critical',
      owner: 'platform',
      ...options.labels,
    },
    annotations: { summary: 'desk burns its budget', ...options.annotations },
    startsAt,
    endsAt: options.endsAt ?? (status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-03-01T03:20:00.000Z'),
    generatorURL: 'http://127.0.0.1:9090/graph',
    fingerprint: options.fingerprint ?? 'f1',
  };
}

export function webhookOf(
  alerts: readonly Record<string, unknown>[],
  truncatedAlerts = 0,
): Record<string, unknown> {
  return { version: '4', groupKey: '{}:{}', truncatedAlerts, status: 'firing', receiver: 'desk', alerts };
}
