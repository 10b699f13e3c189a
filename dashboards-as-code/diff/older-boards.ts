/** The boards that a change is compared with: of a commit, of a folder, or of a file. */
import { existsSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../../programs/run.ts';
import { type ClassicBoard, readBoard } from './classic-board.ts';

export interface OlderBoards {
  readonly boards: readonly ClassicBoard[];
  /** A file holds one board: nothing can be said about the others. */
  readonly isWhole: boolean;
}

/**
 * `against` is a file or folder that is there, or else anything that git knows as a commit. `committed` is the folder of
 * the boards in this version. Throws an Error that says what to name instead.
 */
export async function olderBoards(against: string, committed: string): Promise<OlderBoards> {
  if (!existsSync(against)) return { boards: await boardsOfCommit(against, committed), isWhole: true };
  if (statSync(against).isDirectory()) return { boards: await boardsInFolder(against), isWhole: true };
  return { boards: [parse(await readFile(against, 'utf8'), against)], isWhole: false };
}

async function boardsInFolder(folder: string): Promise<ClassicBoard[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  if (files.length === 0)
    throw new Error(
      `--against ${folder}: no board (*.json) lies there; name the folder that holds them, such as generated/boards.`,
    );
  return Promise.all(
    files.map(async (file) => parse(await readFile(join(folder, file), 'utf8'), join(folder, file))),
  );
}

async function boardsOfCommit(ref: string, committed: string): Promise<ClassicBoard[]> {
  if (ref.startsWith('-'))
    throw new Error(`--against ${ref}: name a commit, such as HEAD~1 or main, a folder or a file.`);
  const git = (...args: string[]): ReturnType<typeof runCommand> =>
    runCommand('git', ['-C', committed, ...args]);
  // "./" is taken from the folder and not from the top of the repository.
  const listed = await git('ls-tree', '--name-only', ref, './');
  if (listed.exitCode !== 0)
    throw new Error(
      `--against ${ref}: neither a file nor a commit that git knows (${listed.stderr.trim().split('\n')[0]}); name a commit, such as HEAD~1 or main, a folder or a file.`,
    );
  const files = listed.stdout.split('\n').filter((file) => file.endsWith('.json'));
  if (files.length === 0)
    throw new Error(
      `--against ${ref}: that version has no boards yet; name a later one, a folder or a file.`,
    );
  return Promise.all(
    files.map(async (file) => parse((await git('show', `${ref}:./${file}`)).stdout, `${ref}:${file}`)),
  );
}

function parse(text: string, source: string): ClassicBoard {
  try {
    return readBoard(JSON.parse(text), source);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(`${source} is no JSON (${error.message}); name a board's JSON as Grafana exports it.`, {
      cause: error,
    });
  }
}
