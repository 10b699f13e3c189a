import { readFileSync, readlinkSync } from 'node:fs';
import { platform } from 'node:os';
import { z } from 'zod';

/**
 * What makes a process itself and not another that got its number later: the pid, the kernel's start time in clock ticks
 * since boot, the boot, and the pid namespace that the number counts in (a container has its own). Outside Linux, and
 * where /proc shows nothing, the last three are not known (null); records of before namespaces were written down lack one.
 */
export const processIdentitySchema = z.object({
  pid: z.int().positive(),
  startTicks: z.int().nullable(),
  bootId: z.string().nullable(),
  pidNamespace: z.string().nullable().default(null),
});
export type ProcessIdentity = Readonly<z.infer<typeof processIdentitySchema>>;

/**
 * `running` and `dead` are proven. Of one that is `elsewhere`, in another pid namespace, nothing can be seen from here.
 * `unknown` is what somebody with that pid is while nobody can say whether it is the same.
 */
export type Life = 'running' | 'dead' | 'elsewhere' | 'unknown';

/** What can be seen from here of whoever has a pid now. */
export interface Sighting {
  readonly bootId: string | null;
  readonly pidNamespace: string | null;
  readonly isPidTaken: boolean;
  /** Null where it could not be read: the process may be gone, or hidden (hidepid). */
  readonly stat: { readonly startTicks: number; readonly hasEnded: boolean } | null;
}

export function identify(pid: number): ProcessIdentity {
  const stat = readStat(pid);
  const startTicks = stat === null || stat.hasEnded ? null : stat.startTicks;
  return { pid, startTicks, bootId: bootId(), pidNamespace: pidNamespace() };
}

export function lifeOf(identity: ProcessIdentity): Life {
  // Before the pid is looked for: the other way round, one that ends in between would seem hidden.
  const stat = readStat(identity.pid);
  const isTaken = isPidTaken(identity.pid);
  return judgeLife(identity, { bootId: bootId(), pidNamespace: pidNamespace(), isPidTaken: isTaken, stat });
}

/** True only when it is proven: what cannot be told is not. */
export function isStillRunning(identity: ProcessIdentity): boolean {
  return lifeOf(identity) === 'running';
}

/** What could not be read proves nothing, neither life nor death. */
export function judgeLife(identity: ProcessIdentity, seen: Sighting): Life {
  const isBootKnown = identity.bootId !== null && seen.bootId !== null;
  if (isBootKnown && identity.bootId !== seen.bootId) return 'dead';
  if (identity.pidNamespace !== null && identity.pidNamespace !== seen.pidNamespace) return 'elsewhere';
  if (!seen.isPidTaken || seen.stat?.hasEnded === true) return 'dead';
  if (identity.startTicks === null || seen.stat === null) return 'unknown';
  if (identity.startTicks !== seen.stat.startTicks) return 'dead';
  return isBootKnown ? 'running' : 'unknown';
}

/** Whether any process, ours or not, has this pid now. EPERM says that it is there, and another user's. */
function isPidTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** Fields 3 and 22 of /proc/<pid>/stat: a zombie has ended, and only waits for its parent to take note of it. */
function readStat(pid: number): Sighting['stat'] {
  // A /proc that was mounted outside this pid namespace shows another process by that number.
  if (orNull(() => readlinkSync('/proc/self')) !== String(process.pid)) return null;
  const stat = orNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === null) return null;
  // Field 2 is the command in parentheses and may hold spaces and parentheses itself.
  const fromState = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTicks = Number(fromState[19]);
  const hasEnded = fromState[0] === 'Z' || fromState[0] === 'X';
  return Number.isInteger(startTicks) ? { startTicks, hasEnded } : null;
}

function bootId(): string | null {
  if (platform() !== 'linux') return null;
  return orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
}

/** Of this process, also for the identity of another: it is here that the other has that number. */
function pidNamespace(): string | null {
  return orNull(() => readlinkSync('/proc/self/ns/pid'));
}

/** /proc hides, lacks and loses what is asked for, and each of these says the same: not known. */
function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
