import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startChild } from '../child.ts';
import { requireProgram } from '../find.ts';
import { freePort } from '../ports.ts';
import { makeWorkFolder, writeWorkFile } from '../work-folder.ts';
import type { PostgresServer } from './postgres.ts';
import { sharedConfig } from './repository.ts';
import { answersOk, type Server, serverOf } from './server.ts';

/** What it collects beside its defaults; the same in containers. */
export const postgresExporterFlags = ['--collector.postmaster', '--collector.stat_statements'] as const;
/** Gives up before Prometheus does; a database that answers slowly is then told as down, not as unknown. */
export const postgresExporterTimeout = '4s';
export const postgresExporterRole = 'postgres_exporter';

/**
 * The exporter of a PostgreSQL server, on loopback; `url` has `/metrics`. It logs in as a role of its own, which may read
 * statistics only and gets a new password at each start.
 */
export async function startPostgresExporter(options: {
  readonly runDir: string;
  readonly postgres: Pick<PostgresServer, 'port' | 'adminUrl'>;
  readonly port?: number;
  /** Gives up while it starts. */
  readonly signal?: AbortSignal | undefined;
}): Promise<Server> {
  const { runDir, postgres } = options;
  const program = await requireProgram('postgres-exporter', { signal: options.signal });
  const port = options.port ?? (await freePort());
  const dataDir = join(runDir, 'data', 'postgres-exporter');
  makeWorkFolder(dataDir);
  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(runDir, 'data', 'postgres-exporter.password');
  writeWorkFile(passwordFile, password, 0o600);
  await prepareRole(postgres.adminUrl, password);
  // It looks for one, and complains where there is none.
  const configPath = join(runDir, 'config', 'postgres-exporter.yml');
  writeWorkFile(configPath, '{}\n');
  const url = `http://127.0.0.1:${port}`;
  const child = await startChild({
    name: 'postgres-exporter',
    command: program.path,
    args: [`--config.file=${configPath}`, `--web.listen-address=127.0.0.1:${port}`, ...postgresExporterFlags],
    env: {
      ...program.env,
      // Collects garbage sooner, not less: a whole stack shares one laptop.
      GOMEMLIMIT: '32MiB',
      DATA_SOURCE_URI: `127.0.0.1:${postgres.port}/postgres?sslmode=disable`,
      DATA_SOURCE_USER: postgresExporterRole,
      DATA_SOURCE_PASS_FILE: passwordFile,
      PG_EXPORTER_COLLECTION_TIMEOUT: postgresExporterTimeout,
    },
    cwd: dataDir,
    runDir,
    signal: options.signal,
    ready: () => answersOk(`${url}/`),
  });
  return serverOf(child, url);
}

async function prepareRole(adminUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, options: `-c exporter.password=${password}` });
  await client.connect();
  try {
    await client.query(await readFile(sharedConfig('postgres-exporter.sql'), 'utf8'));
  } finally {
    await client.end();
  }
}
