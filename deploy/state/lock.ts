/**
 * One operation at a time. The lock file appears whole (written aside, then linked to its name, which fails when the
 * name is taken), names its owner, and is freed by its owner only. A dead owner's lock is taken over under a second
 * lock of the same kind, so that of many who find the owner dead, one wins.
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { identify, isPidTaken, isStillRunning } from '../../programs/process-identity.ts';
import { hasCode } from './error-code.ts';

const ownerSchema = z.object({
  token: z.string(),
  process: z.object({
    pid: z.int().positive(),
    startTicks: z.int().nullable(),
    bootId: z.string().nullable(),
  }),
  host: z.string(),
  by: z.string(),
  verb: z.string(),
  since: z.iso.datetime(),
});
export type LockOwner = z.infer<typeof ownerSchema>;

export class Lock {
  readonly #path: string;
  readonly #token: string;
  /** The dead owner that this lock was taken over from. */
  readonly takenFrom: LockOwner | undefined;

  constructor(path: string, token: string, takenFrom: LockOwner | undefined) {
    this.#path = path;
    this.#token = token;
    this.takenFrom = takenFrom;
  }

  /** Frees the lock if it is still this one: never another owner's. */
  async release(): Promise<void> {
    if ((await readOwner(this.#path))?.token === this.#token) await rm(this.#path, { force: true });
  }
}

/** Throws an Error that says who holds the lock and since when. */
export async function acquireLock(root: string, request: { by: string; verb: string }): Promise<Lock> {
  return acquire(join(root, 'lock'), {
    token: randomUUID(),
    process: identify(process.pid),
    host: hostname(),
    since: new Date().toISOString(),
    ...request,
  });
}

/** Who holds the lock now, dead or alive. */
export async function lockOwner(root: string): Promise<LockOwner | undefined> {
  return readOwner(join(root, 'lock'));
}

async function acquire(path: string, owner: LockOwner): Promise<Lock> {
  if (await claim(path, owner)) return new Lock(path, owner.token, undefined);
  const holder = await readOwner(path);
  if (holder === undefined) return acquire(path, owner); // freed in between
  if (!isProvenDead(holder)) throw heldError(path, holder);
  const takeover = await acquire(`${path}.takeover`, { ...owner, token: randomUUID() });
  try {
    const stillDead = (await readOwner(path))?.token === holder.token;
    if (stillDead) await rm(path);
    if (await claim(path, owner)) return new Lock(path, owner.token, stillDead ? holder : undefined);
  } finally {
    await takeover.release();
  }
  const winner = await readOwner(path);
  throw winner === undefined
    ? new Error(`${path} was taken and freed meanwhile; try again.`)
    : heldError(path, winner);
}

/** A pid alone proves nothing where it can be used again, and nothing at all on another host. */
function isProvenDead({ host, process }: LockOwner): boolean {
  if (host !== hostname()) return false;
  return process.startTicks === null ? !isPidTaken(process.pid) : !isStillRunning(process);
}

/** Whether the name was free and is now this owner's. */
async function claim(path: string, owner: LockOwner): Promise<boolean> {
  const aside = `${path}.${owner.token}.tmp`;
  await writeFile(aside, JSON.stringify(owner), { flush: true });
  try {
    await link(aside, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function readOwner(path: string): Promise<LockOwner | undefined> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw new Error(`${path} is not a lock that this program wrote; find out who made it, then remove it.`, {
      cause: error,
    });
  }
}

function heldError(path: string, { by, process, host, verb, since }: LockOwner): Error {
  return new Error(
    `a ${verb} by ${by} (pid ${process.pid} on ${host}) holds ${path} since ${since}. Wait for it to end; its lock is taken over by itself once that process is dead.`,
  );
}
