/** A folder of committed files that are made from the catalog: written as one set, or compared with it. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface GeneratedFolder {
  /** Where the files lie. */
  readonly dir: string;
  /** The folder as people call it, and the command that writes it, for messages. */
  readonly label: string;
  readonly command: string;
  /** Path below the folder (with "/") to text. */
  readonly files: ReadonlyMap<string, string>;
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
  const stale = await staleFiles(folder);
  await replaceFolder(folder);
  console.log(`${folder.files.size} files in ${folder.label}/, ${stale.length} of them changed.`);
  return 0;
}

/** Files that are missing, different, or there without a source. */
export async function staleFiles({ dir, files }: Pick<GeneratedFolder, 'dir' | 'files'>): Promise<string[]> {
  const present = await readdir(dir, { recursive: true, withFileTypes: true }).catch(ignoreMissing);
  const presentFiles = present
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1));
  const orphans = presentFiles.filter((file) => !files.has(file));
  const differing = [];
  for (const [file, text] of files) {
    if (!presentFiles.includes(file) || (await readFile(join(dir, file), 'utf8')) !== text)
      differing.push(file);
  }
  return [...differing, ...orphans];
}

async function replaceFolder({ dir, files }: GeneratedFolder): Promise<void> {
  const incoming = `${dir}.incoming-${process.pid}`;
  const outgoing = `${dir}.outgoing-${process.pid}`;
  for (const [file, text] of files) {
    await mkdir(dirname(join(incoming, file)), { recursive: true });
    await writeFile(join(incoming, file), text);
  }
  await rename(dir, outgoing).catch(ignoreMissing);
  await rename(incoming, dir);
  await rm(outgoing, { recursive: true, force: true });
}

function ignoreMissing(error: unknown): [] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}
