import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode } from '../state/error-code.ts';
import { hashFile, listFiles } from './files.ts';
import { type Manifest, readManifest, releaseFolder } from './manifest.ts';
import { listReleases } from './release-id.ts';

/** The manifest of a release that is there; throws an Error that lists the newest when it is not. */
export async function requireRelease(root: string, id: string): Promise<Manifest> {
  const manifest = await readManifest(root, id);
  if (manifest !== undefined) return manifest;
  const newest = (await listReleases(root)).slice(-5).reverse();
  const others = newest.length === 0 ? 'There is none.' : `The newest are ${newest.join(', ')}.`;
  throw new Error(`no release "${id}" in ${join(root, 'releases')}. ${others}`);
}

/** Throws unless the release's files are byte for byte those of its manifest, no more and no less. */
export async function verifyRelease(root: string, id: string): Promise<Manifest> {
  const manifest = await requireRelease(root, id);
  const folder = releaseFolder(root, id);
  const present = new Set(await listFiles(folder));
  present.delete('manifest.json');
  const faults: string[] = manifest.id === id ? [] : [`its manifest is that of ${manifest.id}`];
  for (const [path, hash] of Object.entries(manifest.files)) {
    if (!present.delete(path)) faults.push(`${path} is missing`);
    else if ((await hashFile(join(folder, path))) !== hash) faults.push(`${path} was changed`);
  }
  faults.push(...[...present].map((path) => `${path} does not belong to it`));
  if (faults.length > 0)
    throw new Error(
      `release ${id} is not what was built: ${faults.join('; ')}. Take another one, or build it again.`,
    );
  return manifest;
}

/**
 * Releases lie inside the checkout and find their dependencies in its node_modules, so these must be the ones that the
 * release was written for. Throws when they are not.
 */
export async function requireDependencies(root: string, { id, lockfileHash }: Manifest): Promise<void> {
  await requireInstalled(root, lockfileHash, `release ${id}`);
}

export async function requireInstalled(root: string, lockfileHash: string, whose: string): Promise<void> {
  const { path, hash } = await installedDependencies(root);
  if (hash !== lockfileHash)
    throw new Error(
      `${whose} is made for other dependencies than those in ${path} (package-lock.json ${lockfileHash.slice(0, 12)}, installed ${hash.slice(0, 12)}). Put its package-lock.json there and run "npm ci".`,
    );
}

async function installedDependencies(from: string): Promise<{ path: string; hash: string }> {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules');
    if (existsSync(path)) return { path, hash: await installedHash(folder) };
    if (folder === dirname(folder))
      throw new Error(
        `no node_modules in ${from} or above it; a release would find no dependency. Run "npm ci".`,
      );
  }
}

/** What the set-up step noted when it installed; by a plain `npm ci`, the lockfile beside the folder. */
async function installedHash(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, 'node_modules', '.tocsin-lock-sha256'), 'utf8');
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    return hashFile(join(folder, 'package-lock.json'));
  }
}
