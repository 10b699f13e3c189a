import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readProgramsConfig } from './config.ts';
import type { KitName } from './kits.ts';
import { identify, lifeOf, processIdentitySchema } from './process-identity.ts';
import { SourceUnavailable } from './sources/unavailable.ts';

const emptyLockMs = 5_000;

/** Another process has held a kit's lock for longer than this one may wait. */
export class InstallBusy extends SourceUnavailable {}

/**
 * Runs the work while no other process of this user installs the same kit: the second waits, and finds it in
 * the cache. The lock of a killed owner is taken over. Should two take over at the same moment, both install,
 * which wastes time and harms nothing, since an installation is one rename. Whoever holds it may be building
 * for minutes: throws InstallBusy when `maxWaitMs` is over, and the signal's reason when it is aborted.
 */
export async function withInstallLock<T>(
  kit: KitName,
  onWait: () => void,
  work: () => Promise<T>,
  {
    maxWaitMs = Number.POSITIVE_INFINITY,
    signal,
  }: { maxWaitMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<T> {
  const dir = join(readProgramsConfig().cacheDir, 'locks');
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `${kit}.json`);
  const deadline = performance.now() + maxWaitMs;
  let hasToldOfWait = false;
  while (!claim(path)) {
    if (!isOwnerThere(path)) {
      rmSync(path, { force: true });
      continue;
    }
    if (!hasToldOfWait) onWait();
    hasToldOfWait = true;
    signal?.throwIfAborted();
    if (performance.now() > deadline) throw new InstallBusy(`being got by ${describeOwner(path)}`);
    await pause(250);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function claim(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify(identify(process.pid)), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function describeOwner(path: string): string {
  try {
    const { pid } = processIdentitySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return `pid ${pid}, started ${statSync(path).mtime.toISOString()}`;
  } catch {
    return 'another process';
  }
}

function isOwnerThere(path: string): boolean {
  try {
    const life = lifeOf(processIdentitySchema.parse(JSON.parse(readFileSync(path, 'utf8'))));
    // Of another container's nobody here ever learns the end; to install beside it only wastes time.
    return life === 'running' || life === 'unknown';
  } catch {
    // Between its making and its first byte a lock is empty for a moment.
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
    return Date.now() - mtimeMs < emptyLockMs;
  }
}
