import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { findProgram } from '../../programs/find.ts';
import { runCommand } from '../../programs/run.ts';
import { describeMissingPint, lintRules } from './run-pint.ts';

const main = join(import.meta.dirname, 'main.ts');
const whyMissing =
  /^pint is missing \(.+\), and without it nobody lints the rules: put pint [\d.]+ or newer on PATH \(https:.+\)\.$/;

describe('npm run pint', function () {
  this.timeout(60_000);

  it('finds nothing in the shipped rules, or says why it cannot look', async () => {
    const result = await lintRules();
    if (result === undefined) {
      const sentence = await describeMissingPint();
      expect(sentence).to.match(whyMissing);
      expect(await findProgram('pint')).to.equal(undefined);
      console.log(`      ${sentence}`);
      return;
    }
    expect(result.exitCode, result.text).to.equal(0);
    // Not clean because it looked at nothing.
    expect(result.text).to.match(/entries=[1-9]/);
  });

  it('fails for a rule that pint refuses, where pint is there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-pint-'));
    try {
      await writeFile(
        join(folder, 'rules.yml'),
        'groups: [{ name: g, rules: [{ alert: Always, expr: up, annotations: { summary: "a" } }] }]\n',
      );
      const result = await lintRules([folder]);
      if (result === undefined) expect(await describeMissingPint()).to.match(whyMissing);
      else {
        expect(result.text).to.include('(alerts/comparison)');
        expect(result.exitCode).to.equal(1);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('exits 1 with that sentence where there is no pint', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-pint-'));
    try {
      await mkdir(join(folder, 'empty'));
      const env = { PATH: join(folder, 'empty'), TOCSIN_CACHE: join(folder, 'empty') };
      const { exitCode, stderr } = await runCommand(process.execPath, [main], { env });
      expect(stderr.trim()).to.match(whyMissing);
      expect(exitCode).to.equal(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('gives a reason for each thing that it leaves out', async () => {
    const lines = (await readFile(join(import.meta.dirname, 'pint.hcl'), 'utf8')).split('\n');
    const left = lines.flatMap((line, index) => (/^ *(disable = \["|")/.test(line) ? [index] : []));
    expect(left.length).to.be.above(0);
    for (const index of left) expect(lines[index - 1], lines[index]).to.match(/^ +# \w/);
  });
});
