/** The plan that a change is compared with: of a commit, or of a file. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { runCommand } from '../../programs/run.ts';
import { type PlanRecord, readRecord } from './plan-record.ts';

/**
 * `against` is a file that is there, or else anything that git knows as a commit. `committed` is where the plan is kept in
 * this version. Throws an Error that says what to name instead.
 */
export async function olderPlan(against: string, committed: string): Promise<PlanRecord> {
  if (existsSync(against)) return readRecord(await readFile(against, 'utf8'), against);
  if (against.startsWith('-'))
    throw new Error(`--against ${against}: name a commit, such as HEAD~1 or main, or a file.`);
  // "./" is taken from the folder and not from the top of the repository.
  const args = ['-C', dirname(committed), 'show', `${against}:./${basename(committed)}`];
  const { exitCode, stdout, stderr } = await runCommand('git', args);
  if (exitCode === 0) return readRecord(stdout, `${against}:${basename(committed)}`);
  const isOlder = /does not exist in|exists on disk, but not in/.test(stderr);
  throw new Error(
    isOlder
      ? `--against ${against}: that version has no alerts/generated/plan.json yet; name a later one, or a plan.json of your own.`
      : `--against ${against}: neither a file nor a commit that git knows (${stderr.trim().split('\n')[0]}); name a commit, such as HEAD~1 or main, or a file.`,
  );
}
