import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { requireProgram, runProgram } from '../../programs/find.ts';
import { alertArtefacts } from '../artefacts.ts';
import { staleFiles } from '../generated-files.ts';
import { assertWorkable } from '../plan.ts';
import { exampleCatalog } from './catalog.ts';

const generated = join(import.meta.dirname, 'generated');
const files = alertArtefacts(exampleCatalog, 'alerts/examples');

describe('the examples', () => {
  // What is committed is this, and a copy of it stays as it is while somebody renders anew.
  let folder: string;
  const pathsOf = (start: string): string[] =>
    [...files.keys()].filter((file) => file.startsWith(start)).map((file) => join(folder, file));
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-examples-'));
    for (const [file, text] of files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
  });
  after(() => rm(folder, { recursive: true }));

  it('are one file of at most 40 lines each', () => {
    for (const { name } of exampleCatalog) {
      const text = readFileSync(join(import.meta.dirname, `${name}.ts`), 'utf8');
      expect(text.trimEnd().split('\n').length, name).to.be.at.most(40);
    }
  });

  it('can work, by their own budgets, labels and runbooks', () => {
    expect(() => assertWorkable(exampleCatalog)).not.to.throw();
  });

  it('have committed what they render today', async () => {
    expect(await staleFiles({ dir: generated, files })).to.deep.equal([]);
  });

  it('get rules that promtool accepts', async function () {
    this.timeout(60_000);
    const promtool = await requireProgram('promtool');
    const { exitCode, stdout, stderr } = await runProgram(promtool, ['check', 'rules', ...pathsOf('rules/')]);
    expect(exitCode, `${stdout}${stderr}`).to.equal(0);
  });

  it('get routes that amtool accepts', async function () {
    this.timeout(60_000);
    const amtool = await requireProgram('amtool');
    const { exitCode, stdout, stderr } = await runProgram(amtool, [
      'check-config',
      join(folder, 'alertmanager.yml'),
    ]);
    expect(exitCode, `${stdout}${stderr}`).to.equal(0);
  });

  for (const { name } of exampleCatalog)
    it(`${name}: promtool's engine agrees with every test that it gets`, async function () {
      this.timeout(300_000);
      const promtool = await requireProgram('promtool');
      const tests = pathsOf(`tests/${name}.`);
      expect(tests).not.to.deep.equal([]);
      const ran = await inPairs(tests, (path) =>
        runProgram(promtool, ['test', 'rules', path], { timeoutMs: 280_000 }),
      );
      for (const { exitCode, stdout, stderr } of ran) expect(exitCode, `${stdout}${stderr}`).to.equal(0);
    });
});

/** Two at a time, in the order given: promtool uses one core. */
async function inPairs<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      results[next[0]] = await run(next[1]);
  };
  await Promise.all([work(), work()]);
  return results;
}
