/** The desk's environment, read once. `.env.example` is tested against this schema in both directions. */
import { hostname } from 'node:os';
import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });

const schema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }),
  SERVICE_NAME: z.string().default('desk'),
  ENVIRONMENT: z.enum(['development', 'staging', 'production']).default('development'),
  RELEASE: z.string().default('dev'),
  CATALOG_FILE: z.string().default('alerts/generated/catalog.json'),
  PANELS_FILE: z.string().default('dashboards-as-code/generated/incident-panels.json'),
  PROMETHEUS_URL: httpUrl.optional(),
  LOKI_URL: httpUrl.optional(),
  JAEGER_URL: httpUrl.optional(),
  JAEGER_UI_URL: httpUrl.optional(),
  GRAFANA_URL: httpUrl.optional(),
  PUBLIC_URL: httpUrl.optional(),
  RUNBOOKS_URL: httpUrl.optional(),
  RUNBOOKS_DIR: z.string().optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: httpUrl.optional(),
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: httpUrl.optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
  SHUTDOWN_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(5000),
});

export const configVariables: readonly string[] = Object.keys(schema.shape);

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly serviceName: string;
  readonly environment: 'development' | 'staging' | 'production';
  readonly release: string;
  readonly instanceId: string;
  readonly catalogFile: string;
  readonly panelsFile: string;
  readonly prometheusUrl: string | undefined;
  readonly lokiUrl: string | undefined;
  readonly jaegerUrl: string | undefined;
  /** Where people open Jaeger, which may differ from where the desk asks it. */
  readonly jaegerUiUrl: string | undefined;
  /** Where people open Grafana; the desk itself never asks it. */
  readonly grafanaUrl: string | undefined;
  readonly publicUrl: string | undefined;
  readonly runbooksUrl: string | undefined;
  readonly runbooksDir: string | undefined;
  readonly tracesEndpoint: string | undefined;
  readonly logsEndpoint: string | undefined;
  /** Share of traces kept, 0 to 1, decided where the trace begins. */
  readonly tracesKeptRatio: number;
  readonly logLevel: 'error' | 'warn' | 'info' | 'debug';
  readonly shutdownTimeoutMs: number;
}

/** Parses an environment; an empty value counts as unset. Throws one Error that lists every fault. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(
      `The desk cannot start: ${faults.length} fault(s) in its environment (see .env.example):\n${faults.join('\n')}`,
      { cause: parsed.error },
    );
  }
  const { data } = parsed;
  return Object.freeze({
    host: data.HOST,
    port: data.PORT,
    databaseUrl: data.DATABASE_URL,
    serviceName: data.SERVICE_NAME,
    environment: data.ENVIRONMENT,
    release: data.RELEASE,
    instanceId: `${hostname()}-${process.pid}`,
    catalogFile: data.CATALOG_FILE,
    panelsFile: data.PANELS_FILE,
    prometheusUrl: data.PROMETHEUS_URL,
    lokiUrl: data.LOKI_URL,
    jaegerUrl: data.JAEGER_URL,
    jaegerUiUrl: data.JAEGER_UI_URL ?? data.JAEGER_URL,
    grafanaUrl: data.GRAFANA_URL,
    publicUrl: data.PUBLIC_URL,
    runbooksUrl: data.RUNBOOKS_URL,
    runbooksDir: data.RUNBOOKS_DIR,
    tracesEndpoint: data.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
    logsEndpoint: data.OTEL_EXPORTER_OTLP_LOGS_ENDPOINT,
    tracesKeptRatio: data.OTEL_TRACES_SAMPLER_ARG,
    logLevel: data.LOG_LEVEL,
    shutdownTimeoutMs: data.SHUTDOWN_TIMEOUT_MS,
  });
}

export function readConfig(): Config {
  return parseConfig(process.env);
}
