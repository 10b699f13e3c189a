import { join } from 'node:path';
import { startChild } from '../child.ts';
import { requireProgram } from '../find.ts';
import { freePort } from '../ports.ts';
import { makeWorkFolder } from '../work-folder.ts';
import { sharedConfig } from './repository.ts';
import { answersOk, type Server, serverOf } from './server.ts';

export interface JaegerServer extends Server {
  /** Where OTLP over HTTP goes; traces to `/v1/traces` below it. */
  readonly otlpHttpUrl: string;
  /** Its own figures, for Prometheus, at `/metrics` below it. */
  readonly metricsUrl: string;
}

/** Jaeger with the configuration of the containers; `url` is its query API and page. */
export async function startJaeger(options: {
  readonly runDir: string;
  readonly port?: number;
  /** Gives up while it starts. */
  readonly signal?: AbortSignal | undefined;
}): Promise<JaegerServer> {
  const { runDir } = options;
  const program = await requireProgram('jaeger', { signal: options.signal });
  const [query, queryGrpc, otlpHttp, health, metrics] = await Promise.all([
    options.port ?? freePort(),
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  const dataDir = join(runDir, 'data', 'jaeger');
  makeWorkFolder(dataDir);
  const child = await startChild({
    name: 'jaeger',
    command: program.path,
    args: ['--config', sharedConfig('jaeger.yml')],
    env: {
      ...program.env,
      // Collects garbage sooner, not less: a whole stack shares one laptop.
      GOMEMLIMIT: '128MiB',
      JAEGER_LISTEN_ADDRESS: '127.0.0.1',
      JAEGER_QUERY_PORT: String(query),
      JAEGER_QUERY_GRPC_PORT: String(queryGrpc),
      JAEGER_OTLP_HTTP_PORT: String(otlpHttp),
      JAEGER_HEALTH_PORT: String(health),
      JAEGER_METRICS_PORT: String(metrics),
      JAEGER_DATA_DIR: dataDir,
    },
    cwd: dataDir,
    runDir,
    signal: options.signal,
    ready: () => answersOk(`http://127.0.0.1:${health}/status`),
  });
  return {
    ...serverOf(child, `http://127.0.0.1:${query}`),
    otlpHttpUrl: `http://127.0.0.1:${otlpHttp}`,
    metricsUrl: `http://127.0.0.1:${metrics}`,
  };
}
