import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { hasCode } from '../state/error-code.ts';

/** What a release is made of, besides the folder service/. */
const singleFiles = [
  'alerts/generated/catalog.json',
  'dashboards-as-code/generated/incident-panels.json',
  'package.json',
  'package-lock.json',
];
/** Names the variables that the service reads; a source from before it has none. */
export const variablesFile = '.env.example';

/** Paths of a release's files in a source folder, with "/" on every platform. Throws on what cannot be released. */
export async function listSourceFiles(source: string): Promise<string[]> {
  const service = await listFiles(source, 'service').catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error;
    throw new Error(`${source} holds no folder service/; --source wants the root of a source tree.`, {
      cause: error,
    });
  });
  const variables = existsSync(join(source, variablesFile)) ? [variablesFile] : [];
  return [...service.filter((path) => !path.endsWith('.test.ts')), ...singleFiles, ...variables].sort();
}

/**
 * All files under a folder of the root. Throws on anything but files and folders, since a link would leave the release;
 * `apart` are names in the folder itself that are somebody else's to judge.
 */
export async function listFiles(
  root: string,
  folder = '.',
  apart: readonly string[] = [],
): Promise<string[]> {
  const all = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const top = join(root, folder);
  const entries = all.filter(({ parentPath, name }) => parentPath !== top || !apart.includes(name));
  const odd = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  if (odd !== undefined)
    throw new Error(
      `${join(odd.parentPath, odd.name)} is neither a file nor a folder; a release holds nothing else.`,
    );
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

export async function hashFile(path: string): Promise<string> {
  return hashContent(await readFile(path));
}

export function hashContent(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
