import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import pg from 'pg';
import { runCommand } from '../programs/run.ts';
import { type PostgresServer, startPostgres } from '../programs/servers/postgres.ts';
import { startPrometheus } from '../programs/servers/prometheus.ts';
import type { Server } from '../programs/servers/server.ts';
import type { Step } from './runbook.ts';
import { readRunbook, runbookNames } from './shipped-runbooks.ts';

const runbooks = await Promise.all((await runbookNames()).map(readRunbook));

const evidence = 'npm run --silent evidence -- ';

/** Where a step asks what; PromQL and SQL are quoted, so that the shell leaves them alone. */
function questionsOf({ command }: Step, verb: 'query' | 'sql'): string[] {
  const pattern = verb === 'query' ? /evidence -- query [^']*'([^']+)'/g : /evidence -- sql "([^"$`]+)"/g;
  return [...command.matchAll(pattern)].map(([, question = '']) => question);
}

function allQuestions(verb: 'query' | 'sql'): [place: string, question: string][] {
  return runbooks.flatMap(({ alert, steps }) =>
    steps.flatMap((step) =>
      questionsOf(step, verb).map((question): [string, string] => [`${alert}, ${step.name}`, question]),
    ),
  );
}

const queries = allQuestions('query').map(([place, promql]): [string, string] => [
  place,
  promql.replaceAll('$service', 'desk').replaceAll('$environment', 'staging').replaceAll('$window', '5m'),
]);

describe('the questions that runbooks ask Prometheus', function () {
  this.timeout(120_000);
  let runDir: string;
  let prometheus: Server;
  before(async () => {
    runDir = mkdtempSync(join(tmpdir(), 'tocsin-questions-'));
    prometheus = await startPrometheus({ runDir, configText: 'global: {}' });
  });
  after(async () => {
    await prometheus?.stop();
    rmSync(runDir, { recursive: true, force: true });
  });

  it('are found: a step that asks is never left out of this test', () => {
    const steps = runbooks.flatMap((runbook) => runbook.steps);
    const asking = steps.filter(({ command }) => /evidence -- (query|sql) /.test(command));
    expect(queries.length + allQuestions('sql').length)
      .to.equal(asking.length)
      .and.be.greaterThan(100);
  });

  it('parse, with no placeholder left over', () => {
    for (const [place, promql] of queries) {
      expect(faultIn(promql), `${place}: ${promql}`).to.equal(undefined);
      expect(promql, place).not.to.match(/[<$](?!")\w+/);
    }
  });

  it('are answered by a real Prometheus, types and functions included', async () => {
    for (const [place, query] of queries) {
      const body = new URLSearchParams({ query });
      const response = await fetch(`${prometheus.url}/api/v1/query`, { method: 'POST', body });
      expect(response.status, `${place}: ${await response.text()}`).to.equal(200);
    }
  });
});

describe('the questions that runbooks ask PostgreSQL', function () {
  this.timeout(120_000);
  let runDir: string;
  let postgres: PostgresServer;
  let client: pg.Client;
  before(async () => {
    runDir = mkdtempSync(join(tmpdir(), 'tocsin-questions-'));
    postgres = await startPostgres({ runDir, databases: [] });
    client = new pg.Client({ connectionString: postgres.adminUrl });
    await client.connect();
    await client.query('create extension pg_stat_statements');
  });
  after(async () => {
    await client?.end();
    await postgres?.stop();
    rmSync(runDir, { recursive: true, force: true });
  });

  for (const [place, statement] of allQuestions('sql'))
    it(`are answered, and write nothing: ${place}`, async () => {
      await client.query('begin read only');
      try {
        expect((await client.query(statement)).fields).not.to.deep.equal([]);
      } finally {
        await client.query('rollback');
      }
    });

  for (const { alert, snippets } of runbooks)
    for (const { language, section, text } of snippets)
      if (language === 'sql')
        it(`can be copied as they are, but for the number of a process: ${alert}, ${section}`, async () => {
          await client.query('begin');
          try {
            // No session has this number: what ends one ends none here.
            await client.query(text.replaceAll('<pid>', '2147483647').replaceAll('<slot>', 'none'));
          } finally {
            await client.query('rollback');
          }
        });
});

describe('the commands of runbooks', function () {
  this.timeout(120_000);

  it('ask an alert about itself', () => {
    for (const { alert, steps } of runbooks)
      for (const { name, command } of steps) {
        const [, asked] = /evidence -- alert (\S+)/.exec(command) ?? [];
        if (asked !== undefined) expect(asked, `${alert}, ${name}`).to.equal(alert);
      }
  });

  it('are given longer by the walk than they wait themselves', () => {
    for (const { alert, steps } of runbooks)
      for (const { name, command, timeoutMs } of steps) {
        const waits = Number(/--wait (\d+)/.exec(command)?.[1] ?? 0) * 1000;
        expect(timeoutMs, `${alert}, ${name}`).to.be.at.least(waits + 10_000);
      }
  });

  it('are understood by the tool that they call', async () => {
    const shapes = new Set(
      runbooks
        .flatMap(({ steps }) => steps.map(({ command }) => command))
        .filter((command) => command.startsWith(evidence))
        .map((command) => command.slice(evidence.length).replace(/ \|\| .*/, ''))
        .map((args) =>
          args
            .replace(/'[^']+'|"[^"]+"/, 'up')
            .replace(/alert \w+/, 'alert X')
            .replace(/ \d+/, ' 9'),
        ),
    );
    for (const shape of shapes) {
      const { exitCode, stderr } = await runCommand(
        process.execPath,
        [join(import.meta.dirname, '..', 'scripts', 'evidence', 'main.ts'), ...shape.split(' ')],
        { env: { STACK_ENV_FILE: join(tmpdir(), 'no-such-stack.env') }, inherits: 'child-variables' },
      );
      // Understood, it finds no stack to ask; a usage error would be 2.
      expect(exitCode, `${shape}: ${stderr}`).to.be.oneOf([0, 1]);
    }
  });
});

/** The part at which PromQL's grammar does not go on; undefined when it does to the end. */
function faultIn(promql: string): string | undefined {
  let fault: string | undefined;
  parser.parse(promql).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) fault ??= promql.slice(from, to + 20);
    },
  });
  return fault;
}
