import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import pg from 'pg';
import { startNodeExporter } from '../../../programs/servers/node-exporter.ts';
import { type PostgresServer, startPostgres } from '../../../programs/servers/postgres.ts';
import { startPostgresExporter } from '../../../programs/servers/postgres-exporter.ts';
import type { Server } from '../../../programs/servers/server.ts';
import type { Selector } from '../../promql.ts';
import { selectorsOfService } from '../../service-selectors.ts';
import type { DeclaredSignal } from '../declared-signal.ts';
import { nodeExporter } from './machines.ts';
import { postgresExporter } from './postgres.ts';

type Labels = Readonly<Record<string, string>>;
interface Sample {
  readonly metric: string;
  readonly labels: Labels;
  readonly value: number;
}

/** Labels that the scrape puts on, not the program. */
const targetLabels = ['instance'];

function samplesIn(text: string): Sample[] {
  return [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, metric = '', labels = '', value]) => ({
    metric,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, k, v]) => [k, v])),
    value: Number(value),
  }));
}

function satisfies({ metric, labels }: Sample, { metric: wanted, matchers }: Selector): boolean {
  return (
    metric === wanted &&
    matchers.every(({ label, op, value }) => {
      const actual = labels[label] ?? '';
      const isMatch = op.endsWith('~') ? new RegExp(`^(?:${value})$`).test(actual) : actual === value;
      return op.startsWith('!') ? !isMatch : isMatch;
    })
  );
}

async function samplesOf({ url }: Server): Promise<Sample[]> {
  return samplesIn(await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(15_000) })).text());
}

/** Every selector has a series, and the labels that tell things apart are on it. */
function expectExported(signals: readonly DeclaredSignal[], samples: readonly Sample[]): void {
  for (const signal of signals)
    for (const wanted of selectorsOf(signal)) {
      const found = samples.filter((sample) => satisfies(sample, wanted));
      expect(found, `${signal.kind}: ${wanted.metric} ${JSON.stringify(wanted.matchers)}`).not.to.be.empty;
      const per = 'per' in signal ? (signal.per ?? []) : [];
      for (const label of per.filter((one) => !targetLabels.includes(one)))
        expect(found[0]?.labels, `${signal.kind}: ${wanted.metric}`).to.have.property(label);
    }
}

function selectorsOf(signal: DeclaredSignal): Selector[] {
  return selectorsOfService({
    name: 'x',
    owner: 'platform',
    tier: 3,
    description: 'x',
    objectives: [],
    signals: [signal],
  });
}

describe('the preset of postgres_exporter', function () {
  this.timeout(120_000);
  const signals = postgresExporter({ of: {} }, { hasStatements: true });
  let runDir: string;
  let postgres: PostgresServer;
  let exporter: Server;
  let session: pg.Client;
  before(async () => {
    runDir = mkdtempSync(join(tmpdir(), 'tocsin-presets-'));
    postgres = await startPostgres({ runDir, databases: ['desk'] });
    exporter = await startPostgresExporter({ runDir, postgres });
    session = new pg.Client({ connectionString: postgres.urlOf('desk') });
    await session.connect();
  });
  after(async () => {
    await session?.end();
    await exporter?.stop();
    await postgres?.stop();
    rmSync(runDir, { recursive: true, force: true });
  });

  it('names only what the program exports of a real server', async () => {
    expectExported(signals, await samplesOf(exporter));
  });

  it('tells how old a transaction is that somebody holds open', async () => {
    const [longest] = signals.filter((signal) => signal.kind === 'transactions');
    const oldest = async (): Promise<number> =>
      Math.max(
        ...(await samplesOf(exporter))
          .filter((sample) => longest !== undefined && satisfies(sample, longest.longestSeconds))
          .map(({ value }) => value),
      );
    await session.query('create table held as select 1');
    await session.query('begin; lock table held in access exclusive mode');
    const begun = performance.now();
    while ((await oldest()) < 0.5) {
      expect(performance.now() - begun, 'ms until the exporter saw it').to.be.below(20_000);
      await pause(100);
    }
    expect(await oldest()).to.be.below((performance.now() - begun) / 1000 + 1);
    const locks = (await samplesOf(exporter)).filter(
      ({ metric, labels }) => metric === 'pg_locks_count' && labels.mode === 'accessexclusivelock',
    );
    expect(locks.find(({ labels }) => labels.datname === 'desk')?.value).to.equal(1);
    await session.query('rollback');
  });

  it('counts what a slow statement took', async () => {
    const [statements] = signals.filter((signal) => signal.kind === 'statements');
    const slept = async (): Promise<number> =>
      (await samplesOf(exporter))
        .filter(
          (sample) =>
            statements !== undefined &&
            satisfies(sample, statements.seconds) &&
            sample.labels.datname === 'desk',
        )
        .reduce((sum, { value }) => sum + value, 0);
    const before = await slept();
    await session.query('select pg_sleep(0.3)');
    expect((await slept()) - before)
      .to.be.above(0.3)
      .and.below(3);
  });
});

describe('the preset of node_exporter', function () {
  this.timeout(120_000);

  it('names only what the program exports of a real machine', async () => {
    if (process.platform !== 'linux') return;
    const runDir = mkdtempSync(join(tmpdir(), 'tocsin-presets-'));
    const exporter = await startNodeExporter({ runDir });
    try {
      expectExported(nodeExporter({ of: {} }), await samplesOf(exporter));
    } finally {
      await exporter.stop();
      rmSync(runDir, { recursive: true, force: true });
    }
  });
});
