import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type PostgresServer, startPostgres } from '../../programs/servers/postgres.ts';
import { printSql } from './sql.ts';

describe('evidence sql', function () {
  this.timeout(60_000);
  let runDir: string;
  let postgres: PostgresServer;
  before(async () => {
    runDir = mkdtempSync(join(tmpdir(), 'tocsin-sql-'));
    postgres = await startPostgres({ runDir, databases: ['desk'] });
  });
  after(async () => {
    await postgres?.stop();
    rmSync(runDir, { recursive: true, force: true });
  });

  async function ask(statement: string, url: string | undefined = postgres.urlOf('desk')): Promise<string[]> {
    const lines: string[] = [];
    const stack = { SERVICE: 'desk', ENVIRONMENT: 'staging', CATALOG_FILE: '', DATABASE_URL: url };
    await printSql({ stack, statement, print: (line) => lines.push(line) });
    return lines;
  }
  const refusal = (asking: Promise<unknown>): Promise<string> =>
    asking.then(
      () => 'answered',
      (error: Error) => error.message,
    );

  it('shows rows as a table, on one line each', async () => {
    const statement = `select n, repeat('x', n) as name, null as nothing from generate_series(1, 2) n`;
    expect(await ask(statement)).to.deep.equal(['n  name  nothing', '1  x', '2  xx']);
    expect(await ask(`select e'two\\n  lines' as text`)).to.deep.equal(['text', 'two lines']);
    const typed = `select interval '90 seconds' as held, true as active, 1.50 as ratio`;
    expect(await ask(typed)).to.deep.equal(['held      active  ratio', '00:01:30  t       1.50']);
    expect(await ask('select 1 as one where false')).to.deep.equal(['no row (one)']);
  });

  it('writes nothing', async () => {
    expect(await refusal(ask('create table t (n int)')))
      .to.include('refused "create table t (n int)"')
      .and.include('read-only transaction');
    expect(await refusal(ask('commit; create table t (n int)'))).to.include('multiple commands');
  });

  it('says that a database does not answer, without its password', async () => {
    const said = await refusal(ask('select 1', 'postgres://desk:hidden@127.0.0.1:1/desk'));
    expect(said).to.match(/^the database desk at 127\.0\.0\.1:1 does not let us in: .*ECONNREFUSED/);
    expect(said).not.to.include('hidden');
  });
});
