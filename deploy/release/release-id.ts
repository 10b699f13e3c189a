import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../state/error-code.ts';

/** Times, so that ids sort by age; no ":" in them, which Windows refuses in names. */
export const releaseIdPattern = /^\d{8}T\d{6}Z(-\d+)?$/;

/** UTC time to the second, such as 20261121T074312Z, with -2, -3 ... when it is taken. */
export function newReleaseId(now: Date, taken: readonly string[]): string {
  const base = now
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z');
  let id = base;
  for (let number = 2; taken.includes(id); number += 1) id = `${base}-${number}`;
  return id;
}

/** Ids of the releases that are there, oldest first. */
export async function listReleases(root: string): Promise<string[]> {
  const names = await readdir(join(root, 'releases')).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  return names.filter((name) => releaseIdPattern.test(name)).sort();
}
