/** Grafana's dashboard-linter over the boards. https://github.com/grafana/dashboard-linter */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type FoundProgram, findProgram, runProgram } from '../../programs/find.ts';
import { findOnPath } from '../../programs/path-programs.ts';
import { programs } from '../../programs/table.ts';
import { lintableBoard } from './lintable-board.ts';

export interface LintResult {
  /** Boards that it refused, or could not read. */
  readonly refused: number;
  /** Every verdict that it gave: a rule on a board, a panel or a query. */
  readonly verdicts: readonly Verdict[];
  /** What it could not do, in its own words. */
  readonly errors: readonly string[];
}

export interface Verdict {
  /** As the linter describes the rule. */
  readonly rule: string;
  readonly kind: 'passed' | 'excluded' | 'fault';
  readonly text: string;
}

const configuration = join(import.meta.dirname, 'dashboard-linter.yml');

/** Nothing where the linter is missing; `describeMissingLinter` has the sentence. */
export async function lintBoards(boards: readonly unknown[]): Promise<LintResult | undefined> {
  const linter = await findProgram('dashboard-linter');
  if (linter === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-dashboard-linter-'));
  try {
    const results: LintResult[] = [];
    for (const board of boards) results.push(await lintBoard(linter, join(folder, 'board.json'), board));
    return {
      refused: results.reduce((sum, { refused }) => sum + refused, 0),
      verdicts: results.flatMap(({ verdicts }) => verdicts),
      errors: results.flatMap(({ errors }) => errors),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function lintBoard(linter: FoundProgram, file: string, board: unknown): Promise<LintResult> {
  await writeFile(file, JSON.stringify(lintableBoard(board)));
  const { exitCode, stdout, stderr } = await runProgram(linter, [
    'lint',
    '--strict',
    '--verbose',
    `--config=${configuration}`,
    file,
  ]);
  const verdicts = readVerdicts(stdout);
  const hasFault = verdicts.some(({ kind }) => kind === 'fault');
  return {
    refused: exitCode === 0 ? 0 : 1,
    verdicts,
    errors: exitCode === 0 || hasFault ? [] : [stderr.trim()],
  };
}

/** Its report has a line for each rule, and under it one for each verdict: "[sign] text". */
export function readVerdicts(report: string): Verdict[] {
  const verdicts: Verdict[] = [];
  let rule = '';
  for (const line of stripVTControlCharacters(report).split('\n')) {
    const [, sign = '', text = ''] = /^\[(.+?)\] (.*)$/.exec(line) ?? [];
    if (sign === '') rule = line.trim() === '' ? rule : line.trim();
    else verdicts.push({ rule, kind: kindOf(sign), text });
  }
  return verdicts;
}

/** A sign that is neither of the good ones is a fault: an error, a warning, or one that is not known here yet. */
function kindOf(sign: string): Verdict['kind'] {
  if (sign.startsWith('✔')) return 'passed';
  return sign.startsWith('➖') ? 'excluded' : 'fault';
}

export function renderLint(boards: number, { verdicts, errors, refused }: LintResult): string {
  const faults = verdicts.filter(({ kind }) => kind === 'fault');
  const count = (kind: Verdict['kind']): number => verdicts.filter((verdict) => verdict.kind === kind).length;
  const rules = new Set(verdicts.map(({ rule }) => rule)).size;
  return [
    ...errors,
    ...faults.map(({ text }) => text),
    `${boards} boards, ${rules} rules, ${verdicts.length} verdicts: ${count('passed')} passed, ${count('excluded')} excluded, ${faults.length} faults; ${refused} boards refused.`,
  ].join('\n');
}

/** One sentence: why it is missing, what that costs, and what to do. */
export async function describeMissingLinter(): Promise<string> {
  const onPath = await findOnPath('dashboard-linter');
  const reason = onPath.found === undefined ? onPath.reason : 'it was not there a moment ago';
  return `dashboard-linter is missing (${reason}), and without it ${programs['dashboard-linter'].cost}: put it on PATH (https://github.com/grafana/dashboard-linter/releases).`;
}
