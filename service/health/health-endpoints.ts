import { z } from 'zod';
import type { Config } from '../config.ts';
import { readSchemaState } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import type { DeskContext, Endpoint } from '../http/endpoint.ts';
import { describeRecentLoss } from '../telemetry/sdk.ts';
import { type ComponentHealth, judgeHealth, probeComponent } from './component.ts';

interface HealthDeps {
  readonly store: Store;
  readonly config: Config;
  readonly isStopping: () => boolean;
}

const versionSchema = z.object({ version: z.string() });
const prometheusVersionSchema = z.object({ data: versionSchema });

export function healthEndpoints({ store, config, isStopping }: HealthDeps): Endpoint[] {
  const about = { service: config.serviceName, environment: config.environment, release: config.release };

  function getHealth(ctx: DeskContext): void {
    ctx.body = { status: 'healthy', ...about, uptimeSeconds: Math.round(process.uptime()) };
  }

  /** The process answers. Nothing else: a restart mends no database. */
  function getLive(ctx: DeskContext): void {
    ctx.body = { status: 'live' };
  }

  /** Traffic may come: not stopping, and the store answers with every migration this release needs. */
  async function getReady(ctx: DeskContext): Promise<void> {
    const db = isStopping() ? stopping : await probeStore(store);
    ctx.status = db.state === 'healthy' ? 200 : 503;
    ctx.body = { status: ctx.status === 200 ? 'ready' : 'not ready', reason: db.detail, ...about };
  }

  async function getDetailed(ctx: DeskContext): Promise<void> {
    const components = await Promise.all([
      probeStore(store),
      probeTelemetry(),
      ...probeHttp(
        'prometheus',
        config.prometheusUrl,
        '/api/v1/status/buildinfo',
        (body) => prometheusVersionSchema.parse(body).data.version,
      ),
      ...probeHttp(
        'loki',
        config.lokiUrl,
        '/loki/api/v1/status/buildinfo',
        (body) => versionSchema.parse(body).version,
      ),
      ...probeHttp('jaeger', config.jaegerUrl, '/api/services', () => ''),
    ]);
    const status = isStopping() ? 'unhealthy' : judgeHealth(components);
    ctx.status = status === 'unhealthy' ? 503 : 200;
    ctx.body = { status, ...about, components };
  }

  return [
    { method: 'GET', route: '/health', handle: getHealth },
    { method: 'GET', route: '/health/live', handle: getLive },
    { method: 'GET', route: '/health/ready', handle: getReady },
    { method: 'GET', route: '/health/detailed', handle: getDetailed },
  ];
}

const stopping: ComponentHealth = {
  name: 'process',
  state: 'unhealthy',
  latencyMs: 0,
  version: '',
  detail: 'the process is stopping',
};

function probeStore(store: Store): Promise<ComponentHealth> {
  return probeComponent({
    name: 'database',
    whenDown: 'unhealthy',
    look: async () => {
      const { missing, version } = await readSchemaState(store);
      if (missing.length > 0)
        throw new Error(`migrations are missing: ${missing.join(', ')}; run: npm run migrate`);
      return version;
    },
  });
}

function probeTelemetry(): Promise<ComponentHealth> {
  return probeComponent({
    name: 'telemetry',
    whenDown: 'degraded',
    look: async () => {
      const loss = describeRecentLoss();
      if (loss !== undefined) throw new Error(loss);
      return '';
    },
  });
}

function probeHttp(
  name: string,
  base: string | undefined,
  path: string,
  readVersion: (body: unknown) => string,
): Promise<ComponentHealth>[] {
  if (base === undefined) return [];
  const look = async (signal: AbortSignal): Promise<string> => {
    const response = await fetch(`${base.replace(/\/$/, '')}${path}`, { signal });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    return readVersion(await response.json());
  };
  return [probeComponent({ name, whenDown: 'degraded', look })];
}
