/** Cloudflare's pint over the generated rules, offline. https://cloudflare.github.io/pint/ */
import { join } from 'node:path';
import { findProgram, runProgram } from '../../programs/find.ts';
import { findOnPath } from '../../programs/path-programs.ts';
import { programs } from '../../programs/table.ts';

export interface LintResult {
  /** 0: clean; 1: it found something, or could not read the rules. */
  readonly exitCode: number;
  readonly text: string;
}

const repository = join(import.meta.dirname, '..', '..');
const configuration = join(import.meta.dirname, 'pint.hcl');

export const ruleFolders = ['alerts/generated/rules', 'alerts/examples/generated/rules'] as const;

/** Folders are relative to the repository. Nothing where pint is missing; `describeMissingPint` has the sentence. */
export async function lintRules(folders: readonly string[] = ruleFolders): Promise<LintResult | undefined> {
  const pint = await findProgram('pint');
  if (pint === undefined) return undefined;
  const { exitCode, stdout, stderr } = await runProgram(
    pint,
    ['--no-color', '--offline', `--config=${configuration}`, 'lint', '--fail-on=warning', ...folders],
    { cwd: repository },
  );
  return { exitCode, text: `${stdout}${stderr}`.trim() };
}

/** One sentence: why it is missing, what that costs, and what to do. */
export async function describeMissingPint(): Promise<string> {
  const { cost, minimum } = programs.pint;
  const onPath = await findOnPath('pint');
  const reason = onPath.found === undefined ? onPath.reason : 'it was not there a moment ago';
  return `pint is missing (${reason}), and without it ${cost}: put pint ${minimum} or newer on PATH (https://github.com/cloudflare/pint/releases).`;
}
