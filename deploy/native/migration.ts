/**
 * A release's own program for its database, as a process of this machine. A killed engine leaves it running, and what it
 * then commits nobody has asked for any more. It is on no record: who started it is known by its folder, its arguments
 * and its variables, and there is no moment between start and record in which it could be missed.
 */
import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type RunResult, runCommand } from '../../programs/run.ts';
import type { DeployConfig } from '../config.ts';
import { releaseFolder } from '../release/manifest.ts';
import { releaseEnvironment } from '../steps/release-environment.ts';
import { killProcesses, listProcesses, orNothing, type RunningProcess } from './running-processes.ts';

const program = 'service/migrate.ts';

/** Without arguments it migrates; with some it is asked something. */
export async function runDatabaseProgram(
  config: DeployConfig,
  request: { readonly release: string; readonly args: readonly string[]; readonly timeoutMs: number },
): Promise<RunResult> {
  const { release, args, timeoutMs } = request;
  return runCommand(process.execPath, [program, ...args], {
    cwd: releaseFolder(config.root, release),
    env: await releaseEnvironment(config, release, 0),
    inherits: 'child-variables',
    timeoutMs,
  });
}

/**
 * Ends it instead of waiting: that could take minutes in which nobody can go back, and the database takes back what a
 * client that is gone has not committed. Gives the pids of what it ended.
 */
export async function endMigrations(root: string): Promise<number[]> {
  const releases = await orNothing(() => realpath(dirname(releaseFolder(root, 'any'))));
  const migrations = (await listProcesses()).filter(
    (candidate) => dirname(candidate.folder) === releases && isMigration(candidate),
  );
  const pids = migrations.map(({ pid }) => pid);
  await killProcesses(pids);
  return pids;
}

function isMigration({ folder, args, variables }: RunningProcess): boolean {
  return args.at(-1) === program && variables.includes(`RELEASE=${basename(folder)}`);
}
