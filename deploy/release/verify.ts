/** Whether a release and what it runs with are still what was built. */
import { readlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hasCode } from '../state/error-code.ts';
import { dependenciesFolder, dependencyLink, readDependencies } from './dependencies.ts';
import { hashFile, listFiles } from './files.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type Manifest, manifestFile, readManifest, releaseFolder } from './manifest.ts';
import { listReleases } from './release-id.ts';

/** More than these help nobody. */
const faultsNamed = 5;

/** The manifest of a release that is there; throws an Error that lists the newest when it is not. */
export async function requireRelease(root: string, id: string): Promise<Manifest> {
  const manifest = await readManifest(root, id);
  if (manifest !== undefined) return manifest;
  const newest = (await listReleases(root)).slice(-5).reverse();
  const others = newest.length === 0 ? 'There is none.' : `The newest are ${newest.join(', ')}.`;
  throw new Error(`no release "${id}" in ${join(root, 'releases')}. ${others}`);
}

/** Throws unless the release's files are byte for byte those of its manifest, no more and no less, and its dependencies too. */
export async function verifyRelease(root: string, id: string): Promise<Manifest> {
  const manifest = await requireRelease(root, id);
  const folder = releaseFolder(root, id);
  const present = await listFiles(folder, '.', [dependencyLink]);
  const faults = [
    ...(manifest.id === id ? [] : [`its manifest is that of ${manifest.id}`]),
    ...(await filesAtFault(
      folder,
      present.filter((path) => path !== manifestFile),
      manifest.files,
    )),
    ...(await linkAtFault(root, folder, manifest)),
  ];
  if (faults.length > 0)
    throw new Error(
      `release ${id} is not what was built: ${faults.join('; ')}. Take another one, or build it again.`,
    );
  await verifyDependencies(root, manifest);
  return manifest;
}

/** By size and times where these are as they were, else by content. */
async function verifyDependencies(root: string, { id, lockfileHash }: Manifest): Promise<void> {
  const folder = dependenciesFolder(root, lockfileHash);
  const record = await readDependencies(root, lockfileHash);
  if (record === undefined)
    throw new Error(
      `the dependencies of release ${id} are gone from ${folder}. Deploy a source with the same package-lock.json, which makes them anew, or take another release.`,
    );
  if (fingerprintOf(join(folder, dependencyLink)) === record.fingerprint) return;
  const present = (await listFiles(folder, dependencyLink)).sort();
  const faults = await filesAtFault(folder, present, record.files);
  if (faults.length === 0) return;
  const more = faults.length > faultsNamed ? ` and ${faults.length - faultsNamed} more` : '';
  throw new Error(
    `the dependencies of release ${id} in ${folder} are not what was installed: ${faults.slice(0, faultsNamed).join('; ')}${more}. Remove that folder and deploy again, which makes it anew.`,
  );
}

async function filesAtFault(
  folder: string,
  present: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<string[]> {
  const left = new Set(present);
  const faults: string[] = [];
  for (const [path, hash] of Object.entries(files)) {
    if (!left.delete(path)) faults.push(`${path} is missing`);
    else if ((await hashFile(join(folder, path))) !== hash) faults.push(`${path} was changed`);
  }
  return [...faults, ...[...left].map((path) => `${path} does not belong to it`)];
}

async function linkAtFault(root: string, folder: string, { lockfileHash }: Manifest): Promise<string[]> {
  try {
    const target = resolve(folder, await readlink(join(folder, dependencyLink)));
    return target === resolve(dependenciesFolder(root, lockfileHash), dependencyLink)
      ? []
      : [`its link ${dependencyLink} points at ${target}`];
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [`its link ${dependencyLink} is missing`];
    // A folder or a file of that name (Windows says UNKNOWN).
    if (hasCode(error, 'EINVAL', 'UNKNOWN')) return [`${dependencyLink} is no link`];
    throw error;
  }
}
