/** A folder of committed files that are made from the catalog: written as one set, or compared with it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface GeneratedFolder {
  /** Where the files lie. */
  readonly dir: string;
  /** The folder as people call it, and the command that writes it, for messages. */
  readonly label: string;
  readonly command: string;
  /** Path below the folder (with "/") to text; asked for one by one, since all of them may be more than fits. */
  readonly files: Iterable<readonly [string, string]>;
}

/** Says which committed files are stale or edited by hand. Returns the exit code: 1 when there is one. */
export async function checkGenerated(...folders: readonly GeneratedFolder[]): Promise<number> {
  let exitCode = 0;
  for (const folder of folders)
    for (const file of await staleFiles(folder)) {
      console.error(`stale: ${folder.label}/${file}; run "${folder.command}" and commit what it writes.`);
      exitCode = 1;
    }
  return exitCode;
}

/**
 * Replaces the folders at once, when all of their files are there: a reader never sees new rules beside old tests, and a
 * file that cannot be rendered leaves everything as it was. Returns the exit code.
 */
export async function writeGenerated(...folders: readonly GeneratedFolder[]): Promise<number> {
  const staged: Staged[] = [];
  try {
    for (const folder of folders) staged.push(await stage(folder));
    for (const { dir, incoming, outgoing } of staged) {
      await rename(dir, outgoing).catch(ignoreMissing);
      await rename(incoming, dir);
    }
  } finally {
    for (const { dir } of folders) await rm(incomingOf(dir), { recursive: true, force: true });
  }
  for (const { outgoing, summary } of staged) {
    await rm(outgoing, { recursive: true, force: true });
    console.log(summary);
  }
  return 0;
}

interface Staged {
  readonly dir: string;
  readonly incoming: string;
  readonly outgoing: string;
  readonly summary: string;
}

async function stage({ dir, label, files }: GeneratedFolder): Promise<Staged> {
  const incoming = incomingOf(dir);
  const old = new Set(await presentFiles(dir));
  let [written, changed] = [0, 0];
  for (const [file, text] of files) {
    // Nothing else happens here meanwhile, and a thousand small files are written sooner without a turn for each.
    mkdirSync(dirname(join(incoming, file)), { recursive: true });
    writeFileSync(join(incoming, file), text);
    written += 1;
    if (!old.delete(file) || readFileSync(join(dir, file), 'utf8') !== text) changed += 1;
  }
  const summary = `${written} files in ${label}/, ${changed} of them changed, ${old.size} gone.`;
  return { dir, incoming, outgoing: `${dir}.outgoing-${process.pid}`, summary };
}

function incomingOf(dir: string): string {
  return `${dir}.incoming-${process.pid}`;
}

/** Files that are missing, different, or there without a source. */
export async function staleFiles({ dir, files }: Pick<GeneratedFolder, 'dir' | 'files'>): Promise<string[]> {
  const orphans = new Set(await presentFiles(dir));
  const differing = [];
  for (const [file, text] of files)
    if (!orphans.delete(file) || (await readFile(join(dir, file), 'utf8')) !== text) differing.push(file);
  return [...differing, ...orphans];
}

async function presentFiles(dir: string): Promise<string[]> {
  const present = await readdir(dir, { recursive: true, withFileTypes: true }).catch(ignoreMissing);
  return present
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1));
}

function ignoreMissing(error: unknown): [] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}
