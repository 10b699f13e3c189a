/**
 * What releases run with: production packages only, one set for each lockfile, `dependencies/<lockfile's SHA-256>/` in
 * the root. Releases share a set, so each costs its own size only, and nothing that happens to a checkout's node_modules
 * touches an old release. A release finds its set by a link `node_modules` in its own folder: Node looks there first,
 * and a junction is the one kind of link that Windows lets anybody make.
 */
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkoutRoot } from '../config.ts';
import { syncFolder } from '../state/durable-file.ts';
import { hasCode } from '../state/error-code.ts';
import { type DependencyRecord, parseRecord, renderRecord } from './dependency-record.ts';
import { hashContent } from './files.ts';
import { fingerprintOf } from './fingerprint.ts';
import { findInstalled, listPackageFiles } from './installed-packages.ts';
import { type LockedPackages, parseLockfile, productionPackages } from './lockfile.ts';
import { contentHashOf, manifestFile } from './manifest.ts';
import { runNpm } from './npm.ts';
import { makeSbom, sbomFile } from './sbom.ts';
import { writeFiles, writeReadOnly } from './write-files.ts';

/** In a set the folder of the packages, in a release the link to it. */
export const dependencyLink = 'node_modules';

export interface Dependencies extends DependencyRecord {
  readonly origin: 'there already' | 'copied' | 'installed by npm';
}

export function dependenciesFolder(root: string, lockfileHash: string): string {
  return join(root, 'dependencies', lockfileHash);
}

/** Undefined when there is no such set. */
export async function readDependencies(
  root: string,
  lockfileHash: string,
): Promise<DependencyRecord | undefined> {
  const path = join(dependenciesFolder(root, lockfileHash), manifestFile);
  try {
    return parseRecord(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Makes the set that a source's lockfile asks for, unless it is there. Only the holder of the lock may call this. */
export async function provideDependencies(request: {
  readonly root: string;
  readonly source: string;
  readonly signal: AbortSignal;
}): Promise<Dependencies> {
  const { root, source, signal } = request;
  const lockfilePath = join(source, 'package-lock.json');
  const lockfile = await readFile(lockfilePath);
  const lockfileHash = hashContent(lockfile);
  const present = await readDependencies(root, lockfileHash);
  if (present !== undefined) return { ...present, origin: 'there already' };

  const packages = productionPackages(parseLockfile(lockfile.toString('utf8'), lockfilePath));
  const incoming = join(root, 'incoming', `dependencies-${lockfileHash}`);
  const workshop = join(root, 'incoming', `workshop-${lockfileHash}`);
  for (const folder of [incoming, workshop]) await rm(folder, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true });
  await writeFiles(workshop, ['package.json', 'package-lock.json'], (path) => readFile(join(source, path)));

  const home = await findInstalled([source, checkoutRoot], packages);
  // Beside each other: a process of npm and a disk full of small files.
  const parts = [
    copyPackages(home ?? (await installInto(workshop, signal)), incoming, packages),
    makeSbom(workshop, signal),
  ] as const;
  // Where one fails the other must have ended too: nobody writes to incoming/ behind the next command's back.
  await Promise.allSettled(parts);
  const [files, sbom] = await Promise.all(parts);
  await writeReadOnly(join(incoming, sbomFile), sbom);
  const record: DependencyRecord = {
    lockfileHash,
    contentHash: contentHashOf(files),
    fingerprint: fingerprintOf(join(incoming, dependencyLink)),
    sbomSha256: hashContent(Buffer.from(sbom)),
    files,
  };
  await writeReadOnly(join(incoming, manifestFile), renderRecord(record));
  await syncFolder(incoming);
  await mkdir(join(root, 'dependencies'), { recursive: true });
  await rename(incoming, dependenciesFolder(root, lockfileHash));
  await syncFolder(join(root, 'dependencies'));
  await rm(workshop, { recursive: true, force: true });
  return { ...record, origin: home === undefined ? 'installed by npm' : 'copied' };
}

async function copyPackages(
  home: string,
  incoming: string,
  packages: LockedPackages,
): Promise<Record<string, string>> {
  const paths = await listPackageFiles(home, packages);
  // Also without any package: what the releases' links point at must be there.
  await mkdir(join(incoming, dependencyLink), { recursive: true });
  return writeFiles(incoming, paths, (path) => readFile(join(home, path)));
}

async function installInto(workshop: string, signal: AbortSignal): Promise<string> {
  const omitted = ['--omit=dev', '--omit=optional', '--ignore-scripts'];
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'];
  try {
    await runNpm(workshop, ['ci', ...omitted, ...quiet], signal);
  } catch (error) {
    throw new Error(
      `the dependencies that package-lock.json names are neither installed here nor could npm get them: ${error instanceof Error ? error.message : String(error)}. Run "npm ci" in the source, or see that the registry is reachable.`,
      { cause: error },
    );
  }
  return workshop;
}
