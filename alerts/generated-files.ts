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
export async function checkGenerated(folder: GeneratedFolder): Promise<number> {
  const stale = await staleFiles(folder);
  for (const file of stale)
    console.error(`stale: ${folder.label}/${file}; run "${folder.command}" and commit what it writes.`);
  return stale.length === 0 ? 0 : 1;
}

/** Replaces the whole set at once: a reader never sees new rules beside old tests. Returns the exit code. */
export async function writeGenerated(folder: GeneratedFolder): Promise<number> {
  const { dir, label, files } = folder;
  const incoming = `${dir}.incoming-${process.pid}`;
  const outgoing = `${dir}.outgoing-${process.pid}`;
  const old = new Set(await presentFiles(dir));
  let [written, changed] = [0, 0];
  try {
    for (const [file, text] of files) {
      // Nothing else happens here meanwhile, and a thousand small files are written sooner without a turn for each.
      mkdirSync(dirname(join(incoming, file)), { recursive: true });
      writeFileSync(join(incoming, file), text);
      written += 1;
      if (!old.delete(file) || readFileSync(join(dir, file), 'utf8') !== text) changed += 1;
    }
    await rename(dir, outgoing).catch(ignoreMissing);
    await rename(incoming, dir);
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
  await rm(outgoing, { recursive: true, force: true });
  console.log(`${written} files in ${label}/, ${changed} of them changed, ${old.size} gone.`);
  return 0;
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
