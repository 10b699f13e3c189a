import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const remedies: Record<string, string> = {
  EACCES: 'make it writable for this user, or clone into a folder of your own',
  EPERM: 'make it writable for this user, or clone into a folder of your own',
  EROFS: 'it is on a read-only file system: clone into a writable one',
  ENOSPC: 'the disk is full: free some space there (df -h shows how much is left)',
  EDQUOT: 'your quota is used up: free some space there',
  ENOTDIR: 'a file is in the way: move it',
  EEXIST: 'a file is in the way: move it',
};

/** Writes a file of the work folder, making its folders; throws one sentence with the cause and the remedy. */
export function writeWorkFile(path: string, content: string, mode = 0o644): void {
  inWorkFolder(`write ${path}`, () => {
    makeFolders(dirname(path));
    writeFileSync(path, content, { mode });
  });
}

export function makeWorkFolder(path: string): void {
  inWorkFolder(`make the folder ${path}`, () => makeFolders(path));
}

/** Level by level: Node's own recursive way reports ENOENT on a read-only file system. */
function makeFolders(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  makeFolders(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it in between.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Runs a file operation of the work folder and turns its failure into a sentence that helps. */
export function inWorkFolder<T>(what: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot ${what}: ${remedies[code] ?? cause} [${code}]`, { cause: error });
  }
}
