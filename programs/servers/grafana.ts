import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { startChild } from '../child.ts';
import { requireProgram } from '../find.ts';
import { freePort } from '../ports.ts';
import { makeWorkFolder, writeWorkFile } from '../work-folder.ts';
import { answersOk, type Server, serverOf } from './server.ts';

export interface GrafanaOptions {
  readonly runDir: string;
  /** Holds datasources/ and dashboards/; their files read the addresses below from the environment. */
  readonly provisioningDir: string;
  readonly dashboardsDir: string;
  readonly prometheusUrl: string;
  /** As Prometheus is configured, such as 15s; it decides how fine a panel may look. */
  readonly scrapeInterval: string;
  readonly lokiUrl?: string;
  readonly jaegerUrl?: string;
  readonly port?: number;
  /** Gives up while it starts. */
  readonly signal?: AbortSignal | undefined;
}

/** Grafana on loopback: nobody logs in, nothing is reported or looked up outside. */
export async function startGrafana(options: GrafanaOptions): Promise<Server> {
  const { runDir } = options;
  const program = await requireProgram('grafana', { signal: options.signal });
  const port = options.port ?? (await freePort());
  const dataDir = join(runDir, 'data', 'grafana');
  makeWorkFolder(join(dataDir, 'plugins'));
  const passwordFile = join(runDir, 'data', 'grafana.password');
  writeWorkFile(passwordFile, randomBytes(24).toString('base64url'), 0o600);
  const url = `http://127.0.0.1:${port}`;
  const child = await startChild({
    name: 'grafana',
    command: program.path,
    // The release has bin/grafana beside conf/ and public/.
    args: ['server', `--homepath=${dirname(dirname(program.path))}`],
    env: { ...program.env, ...grafanaEnvironment(options, { port, dataDir, passwordFile }) },
    cwd: dataDir,
    runDir,
    signal: options.signal,
    readyTimeoutMs: 60_000,
    ready: () => answersOk(`${url}/api/health`),
  });
  return serverOf(child, url);
}

/** Its settings as environment variables, and PROMETHEUS_URL and the like for the provisioning files. */
export function grafanaEnvironment(
  options: GrafanaOptions,
  { port, dataDir, passwordFile }: { port: number; dataDir: string; passwordFile: string },
): Record<string, string> {
  return {
    GF_SERVER_HTTP_ADDR: '127.0.0.1',
    GF_SERVER_HTTP_PORT: String(port),
    GF_PATHS_DATA: dataDir,
    GF_PATHS_LOGS: dataDir,
    GF_PATHS_PLUGINS: join(dataDir, 'plugins'),
    GF_PATHS_PROVISIONING: options.provisioningDir,
    GF_SECURITY_ADMIN_PASSWORD__FILE: passwordFile,
    GF_AUTH_ANONYMOUS_ENABLED: 'true',
    // A Viewer may not open Explore, where every way from a panel to a trace or a log line leads. What is provisioned
    // cannot be overwritten, and nobody but this machine gets in.
    GF_AUTH_ANONYMOUS_ORG_ROLE: 'Editor',
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
    GF_LOG_LEVEL: 'warn',
    // Collects garbage sooner, not less: a whole stack shares one laptop.
    GOMEMLIMIT: '192MiB',
    PROMETHEUS_URL: options.prometheusUrl,
    SCRAPE_INTERVAL: options.scrapeInterval,
    DASHBOARDS_DIR: options.dashboardsDir,
    // Provisioning has no conditions: what is not there gets an address where nobody listens, and says so.
    LOKI_URL: options.lokiUrl ?? 'http://127.0.0.1:9',
    JAEGER_URL: options.jaegerUrl ?? 'http://127.0.0.1:9',
  };
}
