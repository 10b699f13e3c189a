import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../state/durable-file.ts';
import { hashContent } from './files.ts';

/** Files in flight: enough to keep the disk busy, far below any limit of open files. */
const filesAtOnce = 16;

/**
 * Writes files into a folder that nobody uses yet: read-only, hashed on the way, each file and folder durable when this
 * resolves. Gives path and SHA-256 in the order of the paths. Folders stay writable for their owner, so that they can be
 * removed as usual; a file too many is found when the release is verified.
 */
export async function writeFiles(
  folder: string,
  paths: readonly string[],
  read: (path: string) => Promise<Buffer>,
): Promise<Record<string, string>> {
  const folders = foldersOf(paths);
  for (const inner of folders) await mkdir(join(folder, inner), { recursive: true });
  const hashes = new Map<string, string>();
  await inTurns(paths, async (path) => {
    const content = await read(path);
    hashes.set(path, hashContent(content));
    await writeReadOnly(join(folder, path), content);
  });
  await inTurns(folders, (inner) => syncFolder(join(folder, inner)));
  return Object.fromEntries(paths.map((path) => [path, hashes.get(path) ?? '']));
}

export async function writeReadOnly(path: string, content: Buffer | string): Promise<void> {
  const file = await open(path, 'wx', 0o444);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** All folders on the way to the paths, outer ones first. */
function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set(['.']);
  for (const path of paths)
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  return [...folders].sort();
}

async function inTurns<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await act(item);
  };
  await Promise.all(Array.from({ length: filesAtOnce }, worker));
}
