import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { desk } from '../../alerts/catalog/desk.ts';
import { boardUid } from '../../alerts/links.ts';
import { findProgram, runProgram } from '../../programs/find.ts';
import { runCommand } from '../../programs/run.ts';
import { boardsOf } from '../boards.ts';
import { readSealedBoard } from '../checks/sealed-board.ts';
import { panelNamed, rewrite } from '../checks/testing/broken-boards.ts';
import { placeholder } from '../placeholder.ts';
import { lintableBoard } from './lintable-board.ts';
import {
  describeMissingLinter,
  type LintResult,
  lintBoards,
  readVerdicts,
  renderLint,
} from './run-linter.ts';

const main = join(import.meta.dirname, '..', 'main.ts');
const whyMissing =
  /^dashboard-linter is missing \(.+\), and without it nobody but our own checks judges the boards: put it on PATH \(https:.+\)\.$/;
const boards = boardsOf([desk]);

interface Configuration {
  readonly exclusions: Record<string, { reason?: string; entries?: { reason?: string; panel?: string }[] }>;
}

describe('npm run dashboards -- lint', function () {
  this.timeout(60_000);
  const configuration = async (): Promise<Configuration> =>
    parse(await readFile(join(import.meta.dirname, 'dashboard-linter.yml'), 'utf8'));

  /** What it says of these boards; or, said once for all, why it says nothing. */
  const lint = async (asked: readonly unknown[]): Promise<LintResult | undefined> => {
    const result = await lintBoards(asked);
    if (result === undefined) {
      const sentence = await describeMissingLinter();
      expect(sentence).to.match(whyMissing);
      expect(await findProgram('dashboard-linter')).to.equal(undefined);
      console.log(`      ${sentence}`);
    }
    return result;
  };

  it('finds nothing in the boards, or says why it cannot look', async () => {
    const result = await lint(boards);
    if (result === undefined) return;
    expect(result.refused, renderLint(boards.length, result)).to.equal(0);
    // Not clean because it looked at nothing.
    const promql = result.verdicts.filter(({ rule }) => rule.includes('valid PromQL'));
    expect(promql).to.have.length.above(40);
  });

  it('fails for a board that the linter refuses, where it is there', async () => {
    const errors = boards.find(({ uid }) => uid === boardUid(desk.name, 'errors'));
    const board = readSealedBoard(JSON.parse(JSON.stringify(errors)));
    rewrite(board, 'Did a release bring it?', () => 'sum(http_requests_total');
    panelNamed(board, 'Is it one instance?').fieldConfig.defaults.unit = 'requests';
    const result = await lint([board]);
    if (result === undefined) return;
    expect(result.refused).to.equal(1);
    const report = renderLint(1, result);
    expect(report).to.match(/panel 'Did a release bring it\?', target idx '0' invalid PromQL query/);
    expect(report).to.match(/panel 'Is it one instance\?' has no or invalid units defined: 'requests'/);
  });

  it('excludes by rules that the linter has, and nothing that it would not find', async () => {
    const result = await lint(boards);
    const linter = await findProgram('dashboard-linter');
    if (result === undefined || linter === undefined) return;
    const { stdout } = await runProgram(linter, ['rules']);
    const rules = new Map(
      [...stdout.matchAll(/^\* `(.+?)` - (.+)$/gm)].map(([, name, text]) => [name, text]),
    );
    const excluded = result.verdicts.filter(
      ({ kind, text }) => kind === 'excluded' && text !== 'OK (Excluded)',
    );
    for (const [name, { entries = [{}] }] of Object.entries((await configuration()).exclusions)) {
      const ofRule = excluded.filter(({ rule }) => rule === rules.get(name));
      for (const { panel = '' } of entries)
        expect(
          ofRule.some(({ text }) => text.includes(panel)),
          `${name} ${panel}`,
        ).to.equal(true);
    }
  });

  it('gives a reason for each thing that it leaves out', async () => {
    const exclusions = Object.entries((await configuration()).exclusions);
    expect(exclusions).not.to.deep.equal([]);
    for (const [name, { reason, entries = [] }] of exclusions)
      for (const text of [reason, ...entries.map((entry) => entry.reason)])
        expect(text, name).to.match(/\w.*\.$/s);
  });

  it('exits 1 with one sentence where there is no linter', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-lint-'));
    try {
      await mkdir(join(folder, 'empty'));
      const env = { PATH: join(folder, 'empty'), TOCSIN_CACHE: join(folder, 'empty') };
      const { exitCode, stderr } = await runCommand(process.execPath, [main, 'lint'], { env });
      expect(stderr.trim()).to.match(whyMissing);
      expect(exitCode).to.equal(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('reads the linter’s report, and takes an unknown sign for a fault', () => {
    const report =
      'Checks A.\n[\u001b[32m✔️\u001b[0m] OK\n[➖] x (Excluded)\nChecks B.\n[\u001b[31m❌\u001b[0m] y\n[?] z\n';
    expect(readVerdicts(report)).to.deep.equal([
      { rule: 'Checks A.', kind: 'passed', text: 'OK' },
      { rule: 'Checks A.', kind: 'excluded', text: 'x (Excluded)' },
      { rule: 'Checks B.', kind: 'fault', text: 'y' },
      { rule: 'Checks B.', kind: 'fault', text: 'z' },
    ]);
  });

  it('hands over copies that ask through a variable, and changes nothing else', () => {
    for (const board of boards) {
      const copy = readSealedBoard(lintableBoard(board));
      const [variable, ...others] = copy.templating.list;
      expect(variable?.name).to.equal('datasource');
      expect(
        JSON.parse(
          JSON.stringify({ ...copy, templating: { list: others } }).replaceAll(
            placeholder('datasource'),
            'prometheus',
          ),
        ),
      ).to.deep.equal(JSON.parse(JSON.stringify(readSealedBoard(board))));
    }
  });
});
