/**
 * One operation at a time. The lock file appears whole (written aside, then linked to its name, which fails when the
 * name is taken), names its owner, and is freed by its owner only. A dead owner's lock is taken over under a second
 * lock of the same kind, so that of many who find the owner dead, one wins.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { hasCode } from './error-code.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { type Beat, Heartbeat, readBeat } from './heartbeat.ts';
import { isProvenDead, type LockOwner, lifeOfHolder, ownerOf, readOwner } from './lock-owner.ts';
import { whenLetGo } from './patience.ts';

export type { LockOwner };

/** Somebody else has the lock, who may be done in a moment. */
export class LockHeld extends Error {}

export class Lock {
  readonly #path: string;
  readonly #token: string;
  readonly #files: FileSystem;
  readonly #heartbeat: Heartbeat;
  /** The dead owner that this lock was taken over from. */
  readonly takenFrom: LockOwner | undefined;

  constructor(path: string, token: string, files: FileSystem, takenFrom: LockOwner | undefined) {
    this.#path = path;
    this.#token = token;
    this.#files = files;
    this.takenFrom = takenFrom;
    this.#heartbeat = new Heartbeat(path, token, files);
  }

  get heartbeatFault(): string | undefined {
    return this.#heartbeat.fault;
  }

  /** Until then a refused command would be told of an owner that nobody has heard of. */
  get firstBeat(): Promise<void> {
    return this.#heartbeat.beating;
  }

  /** Frees the lock if it is still this one: never another owner's. */
  async release(): Promise<void> {
    await this.#heartbeat.stop();
    await free(this.#path, this.#token, this.#files);
  }
}

/** Throws a LockHeld that says who holds the lock and since when. */
export async function acquireLock(
  root: string,
  request: { readonly by: string; readonly verb: string },
  files: FileSystem = nodeFileSystem,
): Promise<Lock> {
  const path = join(root, 'lock');
  const owner = ownerOf(randomUUID(), request);
  const takenFrom = await take(path, owner, files).catch((error: unknown) => {
    if (!hasCode(error, 'ENOSPC', 'EDQUOT', 'EROFS', 'EACCES')) throw error;
    throw new Error(
      `the lock ${path} could not be written (${error instanceof Error ? error.message : String(error)}), and without it nothing is done. Free some space there (df -h shows how much is left), or make the folder writable.`,
      { cause: error },
    );
  });
  const lock = new Lock(path, owner.token, files, takenFrom);
  await lock.firstBeat;
  return lock;
}

export interface LockState {
  readonly owner: LockOwner;
  /** Proven; an owner that cannot be looked at from here counts as alive. */
  readonly isDead: boolean;
  readonly beat: Beat | undefined;
}

/** Who holds the lock now, dead or alive. */
export async function lockState(
  root: string,
  files: FileSystem = nodeFileSystem,
): Promise<LockState | undefined> {
  const path = join(root, 'lock');
  const owner = await readOwner(path, files);
  if (owner === undefined) return undefined;
  return { owner, isDead: isProvenDead(owner), beat: await readBeat(path, owner.token, files) };
}

export async function lockOwner(root: string): Promise<LockOwner | undefined> {
  return readOwner(join(root, 'lock'), nodeFileSystem);
}

/** Gives the dead owner that it was taken from; undefined when it was free. */
async function take(path: string, owner: LockOwner, files: FileSystem): Promise<LockOwner | undefined> {
  if (await claim(path, owner, files)) return undefined;
  const holder = await readOwner(path, files);
  if (holder === undefined) return take(path, owner, files); // freed in between
  if (!isProvenDead(holder)) throw await heldError(path, holder, files);
  const second = `${path}.takeover`;
  const token = randomUUID();
  await take(second, { ...owner, token }, files).catch(async (error: unknown) => {
    // Whoever was taking it over may be done by now, and is the one to wait for.
    const successor = await readOwner(path, files);
    throw successor === undefined || isProvenDead(successor)
      ? error
      : await heldError(path, successor, files);
  });
  try {
    if ((await readOwner(path, files))?.token === holder.token) {
      await succeed(path, owner, files);
      return holder;
    }
    if (await claim(path, owner, files)) return undefined;
  } finally {
    await free(second, token, files);
  }
  const winner = await readOwner(path, files);
  throw winner === undefined
    ? new Error(`${path} was taken and freed meanwhile; try again.`)
    : await heldError(path, winner, files);
}

/** Whether the name was free and is now this owner's. */
async function claim(path: string, owner: LockOwner, files: FileSystem): Promise<boolean> {
  const aside = `${path}.${owner.token}.tmp`;
  try {
    await writeNew(aside, owner, files);
    await files.link(aside, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    if (!hasCode(error, 'EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EISDIR')) throw error;
  } finally {
    await whenLetGo(aside, () => files.remove(aside));
  }
  return claimWithoutLinks(path, owner, files);
}

/** In one rename: a lock that was free for a moment could be somebody's who does not know that an owner has died. */
async function succeed(path: string, owner: LockOwner, files: FileSystem): Promise<void> {
  const aside = `${path}.${owner.token}.tmp`;
  try {
    await writeNew(aside, owner, files);
    await whenLetGo(path, () => files.rename(aside, path));
  } catch (error) {
    await files.remove(aside);
    throw error;
  }
}

/** Whoever reads the lock before it is written waits a moment for it (state/lock-owner.ts). */
async function claimWithoutLinks(path: string, owner: LockOwner, files: FileSystem): Promise<boolean> {
  try {
    await writeNew(path, owner, files);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function writeNew(path: string, owner: LockOwner, files: FileSystem): Promise<void> {
  const file = await files.open(path, 'wx');
  try {
    await file.writeFile(JSON.stringify(owner));
    await file.sync();
  } finally {
    await file.close();
  }
}

async function free(path: string, token: string, files: FileSystem): Promise<void> {
  if ((await readOwner(path, files))?.token === token) await whenLetGo(path, () => files.remove(path));
}

async function heldError(path: string, owner: LockOwner, files: FileSystem): Promise<LockHeld> {
  const { by, process, host, verb, since, token } = owner;
  const beat = await readBeat(path, token, files);
  const heard = beat === undefined ? '' : `, last heard of at ${beat.at}`;
  const wayOut =
    lifeOfHolder(owner) === 'running'
      ? 'its lock is taken over by itself once that process is dead'
      : `whether it lives cannot be told from here. Look for pid ${process.pid} on ${host}, in its container if it was started in one; if no ${verb} is there, remove ${path}`;
  return new LockHeld(
    `a ${verb} by ${by} (pid ${process.pid} on ${host}) holds ${path} since ${since}${heard}. Wait for it to end; ${wayOut}.`,
  );
}
