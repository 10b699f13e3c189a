import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { type Child, startChild } from '../child.ts';
import { freePort } from '../ports.ts';
import { runCommand } from '../run.ts';
import { makeWorkFolder, writeWorkFile } from '../work-folder.ts';
import { findPostgresPrograms, type PostgresPrograms } from './postgres-program.ts';
import { type Server, serverOf } from './server.ts';
import { type Unprivileged, unprivilegedUser } from './unprivileged.ts';

export interface PostgresServer extends Server {
  readonly port: number;
  /** Connection string of a database; it holds the password. */
  urlOf(database: string): string;
  readonly adminUrl: string;
}

export interface PostgresOptions {
  readonly runDir: string;
  readonly databases: readonly string[];
  readonly port?: number;
  readonly name?: string;
  /** Gives up while it starts. */
  readonly signal?: AbortSignal | undefined;
}

const superuser = 'tocsin';

/**
 * PostgreSQL on loopback with a password of its own, data in `<runDir>/data/<name>`. A second start on the
 * same folder finds the data again. As root it runs as `nobody`, as anybody else it runs as that user.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { runDir, databases, name = 'postgres', signal } = options;
  const programs = findPostgresPrograms();
  const dataDir = join(runDir, 'data', name);
  makeWorkFolder(dataDir);
  const user = unprivilegedUser([programs.postgres, dataDir]);
  const passwordFile = join(runDir, 'data', `${name}.password`);
  if (!existsSync(join(dataDir, 'PG_VERSION'))) {
    await initialise({ name, initdb: programs.initdb, dataDir, passwordFile, user, runDir, signal });
  }
  const password = readFileSync(passwordFile, 'utf8').trim();
  const port = options.port ?? (await freePort());
  const urlOf = (database: string): string =>
    `postgres://${superuser}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

  const child = await startChild({
    name,
    runDir,
    signal,
    ...asUser(user, programs.postgres, ['-D', dataDir, ...settings(port, programs)]),
    env: { LC_MESSAGES: 'C' },
    cwd: dataDir,
    // "Fast shutdown": ends the sessions and writes a checkpoint. SIGTERM would wait for the clients.
    stopSignal: 'SIGINT',
    ready: (starting) => acceptsConnections(urlOf('postgres'), starting),
  });
  await createDatabases(urlOf('postgres'), databases).catch(async (cause: unknown) => {
    await child.stop();
    throw new Error(`${name} came up but its databases could not be made; log: ${child.logPath}`, { cause });
  });
  return { ...serverOf(child, `postgres://127.0.0.1:${port}`), port, urlOf, adminUrl: urlOf('postgres') };
}

function settings(port: number, { countsStatements }: PostgresPrograms): string[] {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    // A socket's path may have 107 characters at most, and nobody needs it here.
    unix_socket_directories: '',
    // Two desks, their pools and a few tools; small, since the whole stack shares one machine.
    max_connections: 100,
    shared_buffers: '64MB',
    log_destination: 'stderr',
    logging_collector: 'off',
    ...(countsStatements ? { shared_preload_libraries: 'pg_stat_statements' } : {}),
  };
  return Object.entries(values).flatMap(([setting, value]) => ['-c', `${setting}=${value}`]);
}

async function initialise(opts: {
  name: string;
  initdb: string;
  dataDir: string;
  passwordFile: string;
  user: Unprivileged | undefined;
  runDir: string;
  signal: AbortSignal | undefined;
}): Promise<void> {
  const { name, dataDir, passwordFile, user, signal } = opts;
  // Only ever in a file of mode 0600: not in the arguments, not in the log.
  writeWorkFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, 0o600);
  user?.own(dataDir, 0o700);
  user?.own(passwordFile, 0o600);
  const { command, args } = asUser(user, opts.initdb, [
    `--pgdata=${dataDir}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-locale',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync',
  ]);
  const result = await runCommand(command, args, {
    cwd: dataDir,
    timeoutMs: 60_000,
    inherits: 'child-variables',
    signal,
  }).catch((error: unknown) => {
    // Half of a data folder would look like a whole one to the next start.
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  });
  const logPath = join(opts.runDir, 'logs', `${name}.initdb.log`);
  writeWorkFile(logPath, `${result.stdout}${result.stderr}`);
  if (result.exitCode === 0) return;
  rmSync(dataDir, { recursive: true, force: true });
  const cause =
    result.stderr.split('\n').find((line) => /error|fatal|denied/i.test(line)) ?? result.stderr.trim();
  throw new Error(
    `${name} could not set up its data folder ${dataDir}: ${cause}; log: ${logPath}; ` +
      `check that there is space and that ${user === undefined ? 'this user' : '"nobody" (it does not run as root)'} may write below ${dirname(dataDir)}`,
  );
}

function asUser(
  user: Unprivileged | undefined,
  program: string,
  args: readonly string[],
): { command: string; args: string[] } {
  return user?.commandFor(program, args) ?? { command: program, args: [...args] };
}

async function acceptsConnections(url: string, child: Child): Promise<boolean> {
  if (child.hasExited) return false;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabases(adminUrl: string, databases: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database');
    const existing = new Set(rows.map((row) => row.datname));
    for (const database of databases.filter((wanted) => !existing.has(wanted))) {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
    }
  } finally {
    await client.end();
  }
}
