import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import pg from 'pg';
import { type PostgresServer, startPostgres } from './postgres.ts';

describe('startPostgres', () => {
  let runDir: string;
  let server: PostgresServer | undefined;
  beforeEach(() => {
    runDir = mkdtempSync(join(tmpdir(), 'tocsin-postgres-'));
  });
  afterEach(async () => {
    await server?.stop();
    rmSync(runDir, { recursive: true, force: true });
  });

  const query = async <T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  it('comes up with its databases, keeps rows over a restart, and ends with sessions open', async () => {
    server = await startPostgres({ runDir, databases: ['desk', 'staging desk'] });
    await query(server.urlOf('staging desk'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    const [version] = await query<{ v: string }>(server.adminUrl, 'SHOW server_version');
    expect(Object.values(version ?? {}).join()).to.match(/^18\./);

    const idle = new pg.Client({ connectionString: server.urlOf('desk') });
    idle.on('error', () => {});
    await idle.connect();
    const before = performance.now();
    await server.stop();
    expect(performance.now() - before).to.be.below(3_000);
    await idle.end().catch(() => {});

    server = await startPostgres({ runDir, databases: ['desk', 'staging desk'], port: server.port });
    expect(await query(server.urlOf('staging desk'), 'SELECT answer FROM kept')).to.deep.equal([
      { answer: 42 },
    ]);
  });

  it('shows its password neither in its arguments nor in its logs, and refuses a wrong one', async () => {
    server = await startPostgres({ runDir, databases: ['desk'] });
    const { password } = new URL(server.adminUrl);
    expect(password).to.have.length.above(20);
    const logs = readdirSync(join(runDir, 'logs')).map((file) =>
      readFileSync(join(runDir, 'logs', file), 'utf8'),
    );
    const records = readdirSync(join(runDir, 'processes')).map((file) =>
      readFileSync(join(runDir, 'processes', file), 'utf8'),
    );
    expect([...logs, ...records].join('\n')).not.to.contain(password);
    if (process.platform === 'linux') {
      expect(readFileSync(`/proc/${server.pid}/cmdline`, 'utf8'))
        .to.contain('postgres')
        .and.not.to.contain(password);
    }
    const wrong = query(server.adminUrl.replace(password, 'guess'), 'SELECT 1').then(
      () => 'let in',
      (error: Error) => error.message,
    );
    expect(await wrong).to.contain('password authentication failed');
  });

  it('says so when its port is taken', async () => {
    server = await startPostgres({ runDir, databases: [] });
    const second = startPostgres({ runDir, databases: [], port: server.port, name: 'second' }).then(
      () => 'started',
      (error: Error) => error.message,
    );
    expect(await second).to.match(
      /second ended while starting .*Address already in use.*second\.log.*another program has the port/,
    );
  });

  it('says so when its data folder cannot be used', async () => {
    server = await startPostgres({ runDir, databases: [] });
    await server.stop();
    // What a foreign folder looks like to PostgreSQL: open to others, it refuses to start on it.
    chmodSync(join(runDir, 'data', 'postgres'), 0o777);
    const second = startPostgres({ runDir, databases: [] }).then(
      () => 'started',
      (error: Error) => error.message,
    );
    expect(await second).to.match(
      /postgres ended while starting .*data directory .* has invalid permissions.*log: /,
    );
  });
});
