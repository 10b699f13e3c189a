import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type RunResult, runCommand } from '../../programs/run.ts';
import { desk } from '../catalog/desk.ts';
import { exampleCatalog } from '../examples/catalog.ts';
import { backfillPasses } from './passes.ts';
import { backfillSetting } from './verb.ts';

const main = join(import.meta.dirname, '..', 'main.ts');
const backfill = (...args: string[]): Promise<RunResult> =>
  runCommand(process.execPath, [main, 'backfill', ...args]);
const written = { days: '30', url: 'http://localhost:9090', 'data-dir': 'data' };
const now = Date.UTC(2026, 10, 21, 12) / 1000;
const settingOf = (changed: Partial<typeof written & { until: string }>) =>
  backfillSetting({ ...written, ...changed }, [desk], now);

describe('npm run alerts -- backfill', function () {
  this.timeout(30_000);

  it('prints a script that a shell can read, with places quoted', async () => {
    const place = "/data/it's $HOME";
    const { exitCode, stdout, stderr } = await backfill('desk', '--days', '7', '--data-dir', place);
    expect([exitCode, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.include("\nDATA='/data/it'\\''s $HOME'\n");
    expect((await runCommand('sh', ['-n'], { input: stdout })).exitCode).to.equal(0);
  });

  it('ends three hours ago, or an interval before Prometheus began', () => {
    expect(settingOf({})).to.include({ end: now - 3 * 3600, start: now - 3 * 3600 - 30 * 86_400 });
    const began = Date.UTC(2026, 10, 21, 8) / 1000;
    expect(settingOf({ until: '2026-11-21T09:00:00+01:00', days: '1' })).to.include({
      end: began - 15,
      start: began - 15 - 86_400,
    });
  });

  it('refuses what cannot work, with name, value and fix', () => {
    for (const [changed, said] of [
      [{ days: '0' }, '--days 0: give a whole number from 1 to 400'],
      [{ days: '1e2' }, '--days 1e2: give a whole number'],
      [{ url: 'localhost:9090' }, "--url localhost:9090: give Prometheus' address"],
      [{ 'data-dir': ' ' }, '--data-dir is empty; give'],
      [{ until: 'yesterday' }, '--until yesterday: give a time with its zone'],
      [{ until: '2026-11-21T09:00:00' }, '--until 2026-11-21T09:00:00: give a time with its zone'],
      [{ until: '2026-11-21T11:00:00Z' }, 'run it after 2026-11-21T14:00:00.000Z'],
    ] as const)
      expect(() => settingOf(changed), said).to.throw(said);
  });

  it('exits 1 for a service that is not there or records nothing, 2 for one too many, 0 for its help', async () => {
    const unknown = await backfill('desc');
    expect(unknown.stderr).to.include('no service "desc" in the catalog; there is desk');
    const silent = await backfill('monitoring');
    expect(silent.stderr).to.include('service "monitoring" has no objectives, so nothing of it is recorded');
    const many = await backfill('desk', 'more');
    const help = await backfill('--help');
    expect(help.stdout).to.include('Example: npm run --silent alerts -- backfill desk');
    expect([unknown, silent, many, help].map(({ exitCode }) => exitCode)).to.deep.equal([1, 1, 2, 0]);
  });
});

describe('the passes of a backfill', () => {
  it('are the base, the long level, its windows and the budget, each read only by later ones', () => {
    const passes = backfillPasses([desk]);
    expect(passes.map(({ interval, blockHours, isRead }) => [interval, blockHours, isRead])).to.deep.equal([
      ['15s', 18, true],
      ['5m', 162, true],
      ['5m', 162, false],
      ['1h', 162, false],
    ]);
    passes.forEach(({ rules }, index) => {
      const notYet = passes.slice(index).flatMap((pass) => pass.rules.map(({ record }) => record));
      for (const { record, expr } of rules)
        for (const later of notYet) expect(expr, record).not.to.include(`${later}{`);
    });
  });

  it('hold all examples at once, each rule once', () => {
    const rules = backfillPasses(exampleCatalog).flatMap((pass) => pass.rules);
    const names = rules.map(({ record, labels }) => `${record} ${labels.service} ${labels.slo}`);
    expect(new Set(names).size).to.equal(names.length);
    const objectives = exampleCatalog.flatMap((service) => service.objectives);
    // Base, long level, 30m, 2h, 6h, 1d, 3d and the budget: a pair each.
    expect(rules).to.have.lengthOf(objectives.length * 16);
  });
});
