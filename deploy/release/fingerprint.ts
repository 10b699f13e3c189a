/**
 * Whether thousands of files are still as they were written, without reading them: names, sizes, times of the last
 * write and of the last change of any kind, which nobody can set back. A few hundredths of a second, where hashing all
 * of it takes half a second from memory and many from a cold disk, and a rollback has five. A fingerprint that differs
 * proves nothing (a restored backup has other times): then the contents are compared.
 */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Reads without giving way to others, which for thousands of small calls is ten times quicker. */
export function fingerprintOf(folder: string): string {
  const hash = createHash('sha256');
  const walk = (path: string, name: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort(byName)) {
      const inner = join(path, entry.name);
      const innerName = `${name}/${entry.name}`;
      if (entry.isDirectory()) walk(inner, innerName);
      else {
        const { size, mtimeMs, ctimeMs } = lstatSync(inner);
        hash.update(`${innerName}\0${size}\0${mtimeMs}\0${ctimeMs}\n`);
      }
    }
  };
  walk(folder, '');
  return hash.digest('hex');
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
