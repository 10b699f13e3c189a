import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import pg from 'pg';
import { startNodeExporter } from './node-exporter.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { postgresExporterRole, startPostgresExporter } from './postgres-exporter.ts';
import type { Server } from './server.ts';
import { expectLoopbackOnly } from './testing/loopback.ts';

const metricsOf = async ({ url }: Server): Promise<string> =>
  (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(15_000) })).text();

const filesBelow = (dir: string): string =>
  readdirSync(dir)
    .map((file) => readFileSync(join(dir, file), 'utf8'))
    .join('\n');

describe('startPostgresExporter', function () {
  // A first start may fetch the program.
  this.timeout(120_000);
  let runDir: string;
  let postgres: PostgresServer;
  let exporter: Server;
  const password = (): string => readFileSync(join(runDir, 'data', 'postgres-exporter.password'), 'utf8');
  before(async () => {
    runDir = mkdtempSync(join(tmpdir(), 'tocsin-exporters-'));
    postgres = await startPostgres({ runDir, databases: ['desk'] });
    exporter = await startPostgresExporter({ runDir, postgres });
  });
  after(async () => {
    await exporter?.stop();
    await postgres?.stop();
    rmSync(runDir, { recursive: true, force: true });
  });

  const ask = async (connectionString: string, sql: string): Promise<unknown[]> => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const asExporter = (database: string): string => {
    const url = new URL(postgres.urlOf(database));
    url.username = postgresExporterRole;
    url.password = password();
    return url.href;
  };

  it('reads what the server says of itself, on loopback', async () => {
    const text = await metricsOf(exporter);
    expect(text)
      .to.match(/^pg_up 1$/m)
      .and.to.match(/^pg_settings_max_connections\{.*\} 100$/m);
    expect([...text.matchAll(/^pg_scrape_collector_success\{collector="(.+)"\} 0$/gm)]).to.deep.equal([]);
    expectLoopbackOnly(exporter.pid);
  });

  it('may read statistics, the statements of others among them, and no table', async () => {
    await ask(postgres.urlOf('desk'), 'create table secrets as select 42 as answer');
    const statements = 'select query from pg_stat_statements where query like $$create table secrets%$$';
    expect(await ask(asExporter('postgres'), statements)).to.have.lengthOf(1);
    const refusal = await ask(asExporter('desk'), 'select * from secrets').catch(
      (error: Error) => error.message,
    );
    expect(refusal).to.equal('permission denied for table secrets');
    const role = `select rolsuper, rolcreatedb, rolcreaterole, rolreplication from pg_roles where rolname = '${postgresExporterRole}'`;
    expect(await ask(postgres.adminUrl, role)).to.deep.equal([
      { rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false },
    ]);
  });

  it('keeps its password out of arguments, environment, logs, records and counted statements', async () => {
    const seen = [filesBelow(join(runDir, 'logs')), filesBelow(join(runDir, 'processes'))];
    if (process.platform === 'linux')
      for (const file of ['cmdline', 'environ'])
        seen.push(readFileSync(`/proc/${exporter.pid}/${file}`, 'utf8'));
    const counted = await ask(postgres.adminUrl, 'select query from pg_stat_statements');
    expect(password()).to.have.length.above(20);
    expect([...seen, JSON.stringify(counted)].join('\n')).not.to.contain(password());
  });

  it('takes the same role with a new password at the next start', async () => {
    const earlier = password();
    await exporter.stop();
    exporter = await startPostgresExporter({ runDir, postgres });
    expect(password()).not.to.equal(earlier);
    expect(await metricsOf(exporter)).to.match(/^pg_up 1$/m);
  });

  it('tells of a server that is gone, and of its return', async () => {
    await postgres.stop();
    expect(await metricsOf(exporter)).to.match(/^pg_up 0$/m);
    postgres = await startPostgres({ runDir, databases: ['desk'], port: postgres.port });
    const deadline = Date.now() + 20_000;
    while (!/^pg_up 1$/m.test(await metricsOf(exporter))) {
      if (Date.now() > deadline) expect.fail('it did not find the server again within 20 s');
      await pause(100);
    }
  });
});

describe('startNodeExporter', function () {
  this.timeout(120_000);

  it('tells of CPU, memory and disks, on loopback', async () => {
    if (process.platform !== 'linux') return;
    const runDir = mkdtempSync(join(tmpdir(), 'tocsin-exporters-'));
    const exporter = await startNodeExporter({ runDir });
    try {
      const text = await metricsOf(exporter);
      for (const metric of [
        'node_cpu_seconds_total{',
        'node_memory_MemTotal_bytes ',
        'node_filesystem_size_bytes{',
      ])
        expect(text).to.contain(`\n${metric}`);
      expectLoopbackOnly(exporter.pid);
    } finally {
      await exporter.stop();
      rmSync(runDir, { recursive: true, force: true });
    }
  });
});
