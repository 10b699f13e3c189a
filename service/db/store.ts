/** The database handle of this process: pool, bounds and measurements. */
import knexModule, { type Knex } from 'knex';
import type { Metrics } from '../telemetry/metrics.ts';

/** A server that does not take a connection in this time is not there. */
const connectTimeoutMs = 2000;
/**
 * A caller without a connection gives up after this. A disk that stands still for a few seconds holds up every write and
 * so fills the pool: waiting is better than failing. Alertmanager gives up after a group interval, which is 15 s or more.
 */
const acquireTimeoutMs = 6000;
const statementTimeoutMs = 10_000;
const poolMax = 10;

/** knex would print beside the JSON log; every failure reaches whoever awaits the statement anyway. */
const quiet = { warn: () => {}, error: () => {}, deprecate: () => {}, debug: () => {} };

export type Store = Knex;

export function openStore(databaseUrl: string, applicationName = 'desk'): Store {
  return knexModule.knex({
    client: 'pg',
    connection: {
      connectionString: databaseUrl,
      application_name: applicationName,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: statementTimeoutMs,
    },
    pool: { min: 0, max: poolMax, idleTimeoutMillis: 10_000 },
    acquireConnectionTimeout: acquireTimeoutMs,
    log: quiet,
  });
}

interface Pool {
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
  numPendingCreates(): number;
  readonly max: number;
}

/** Feeds db_pool_connections and db_query_duration_seconds. */
export function measureStore(
  store: Store,
  metrics: Pick<Metrics, 'dbPoolConnections' | 'dbQueryDuration'>,
): void {
  const pool: Pool = store.client.pool;
  const gauge = metrics.dbPoolConnections;
  Object.assign(gauge, {
    collect() {
      gauge.set({ state: 'used' }, pool.numUsed());
      gauge.set({ state: 'free' }, pool.numFree());
      gauge.set({ state: 'waiting' }, pool.numPendingAcquires());
      gauge.set({ state: 'max' }, pool.max);
    },
  });
  const startedAt = new Map<string, number>();
  const finish = (outcome: 'ok' | 'error', uid: string) => {
    const started = startedAt.get(uid);
    if (started === undefined) return;
    startedAt.delete(uid);
    metrics.dbQueryDuration.observe({ labels: { outcome }, value: (performance.now() - started) / 1000 });
  };
  store.on('query', ({ __knexQueryUid: uid }: KnexQuery) => startedAt.set(uid, performance.now()));
  store.on('query-response', (_: unknown, { __knexQueryUid: uid }: KnexQuery) => finish('ok', uid));
  store.on('query-error', (_: unknown, { __knexQueryUid: uid }: KnexQuery) => finish('error', uid));
}

interface KnexQuery {
  readonly __knexQueryUid: string;
}
