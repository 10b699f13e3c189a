/** Frees what nobody needs: old releases, dependencies without a release, what crashed builds left. */
import { lstat, mkdir, readdir, readlink, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from '../state/durable-file.ts';
import { hasCode } from '../state/error-code.ts';
import { readJournal } from '../state/journal.ts';
import { readPointer } from '../state/pointer.ts';
import { readSlots } from '../state/slots.ts';
import { dependencyLink } from './dependencies.ts';
import { compiledFolder, readManifest, releaseFolder } from './manifest.ts';
import { listReleases } from './release-id.ts';
import { chooseKept, type Stock } from './retention.ts';

export interface Freeable {
  readonly kind: 'release' | 'dependencies' | 'compiled' | 'incoming';
  readonly name: string;
  readonly sizeBytes: number;
}

export interface Pruning {
  readonly kept: ReadonlyMap<string, string>;
  readonly freeable: readonly Freeable[];
}

const folders = {
  release: 'releases',
  dependencies: 'dependencies',
  compiled: compiledFolder,
  incoming: 'incoming',
} as const satisfies Record<Freeable['kind'], string>;

/** What could be freed now. While no lock is held, a build that is going on looks like one that crashed. */
export async function planPruning(root: string, count: number): Promise<Pruning> {
  const stock = await readStock(root);
  const kept = chooseKept(stock, count);
  const used = new Set(await Promise.all([...kept.keys()].map((id) => dependenciesOf(root, id))));
  const unused = async (kind: Freeable['kind'], isNeeded: (name: string) => boolean): Promise<Freeable[]> => {
    const names = (await listNames(join(root, folders[kind]))).filter((name) => !isNeeded(name));
    return Promise.all(
      names.map(async (name) => ({ kind, name, sizeBytes: await sizeOf(join(root, folders[kind], name)) })),
    );
  };
  return {
    kept,
    freeable: [
      // What is no release's name here is not this engine's to remove.
      ...(await unused('release', (name) => kept.has(name) || !stock.releases.includes(name))),
      ...(await unused('dependencies', (name) => used.has(name))),
      ...(await unused('compiled', (name) => kept.has(name))),
      ...(await unused('incoming', () => false)),
    ],
  };
}

/**
 * Removes it. Each first leaves its place in one rename, so that a crash in the middle leaves no half release, but
 * something in `incoming/` for the next time. Only the holder of the lock may call this.
 */
export async function free(root: string, freeable: readonly Freeable[]): Promise<void> {
  const incoming = join(root, folders.incoming);
  await mkdir(incoming, { recursive: true });
  for (const { kind, name } of freeable) {
    const aside = kind === 'incoming' ? join(incoming, name) : join(incoming, `pruned-${name}`);
    if (kind !== 'incoming') {
      await rm(aside, { recursive: true, force: true });
      await rename(join(root, folders[kind], name), aside);
      await syncFolder(join(root, folders[kind]));
    }
    await rm(aside, { recursive: true, force: true });
  }
}

async function readStock(root: string): Promise<Stock> {
  const pointer = await readPointer(root);
  const { entries } = await readJournal(root);
  const replaced = entries.findLast(
    ({ phase, detail }) =>
      phase === 'begin' && detail?.previous !== undefined && detail.previous !== pointer?.id,
  )?.detail?.previous;
  const slots = Object.values(await readSlots(root));
  return {
    releases: await inOrderOfBuilding(root),
    current: pointer?.id,
    good: pointer?.previous ?? [],
    replaced: typeof replaced === 'string' ? replaced : undefined,
    inSlots: slots.flatMap((record) => record?.release ?? []),
  };
}

/** By number; a release whose manifest cannot be read is an old one, whatever its name says of its time. */
async function inOrderOfBuilding(root: string): Promise<string[]> {
  const numbered = await Promise.all(
    (await listReleases(root)).map(async (id) => ({
      id,
      sequence: (await readManifest(root, id).catch(() => undefined))?.sequence ?? 0,
    })),
  );
  return numbered.sort((a, b) => a.sequence - b.sequence).map(({ id }) => id);
}

/** By the link, which tells it also where the manifest is damaged. */
async function dependenciesOf(root: string, id: string): Promise<string | undefined> {
  try {
    return basename(dirname(await readlink(join(releaseFolder(root, id), dependencyLink))));
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'EINVAL', 'UNKNOWN')) throw error;
    return (await readManifest(root, id).catch(() => undefined))?.lockfileHash;
  }
}

async function listNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  return names.sort();
}

async function sizeOf(folder: string): Promise<number> {
  const entry = await lstat(folder);
  if (!entry.isDirectory()) return entry.size;
  const inner = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = inner.filter((candidate) => candidate.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await lstat(join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
