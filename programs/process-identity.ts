import { readFileSync } from 'node:fs';
import { platform } from 'node:os';

/**
 * What makes a process itself and not another that got its number later: the pid, the kernel's start
 * time in clock ticks since boot, and the boot. Outside Linux the last two are not known (null).
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: number | null;
  readonly bootId: string | null;
}

export function identify(pid: number): ProcessIdentity {
  return { pid, startTicks: startTicksOf(pid), bootId: bootId() };
}

/** True only when it is proven: without start time and boot id nothing is, and the answer is no. */
export function isStillRunning(identity: ProcessIdentity): boolean {
  if (identity.startTicks === null || identity.bootId === null) return false;
  return identity.bootId === bootId() && identity.startTicks === startTicksOf(identity.pid);
}

/** Whether any process, ours or not, has this pid now. */
export function isPidTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Field 22 of /proc/<pid>/stat; null when the process is gone, is a zombie, or there is no /proc. */
function startTicksOf(pid: number): number | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // Field 2 is the command in parentheses and may hold spaces and parentheses itself.
  const fromState = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const isDead = fromState[0] === 'Z' || fromState[0] === 'X';
  const startTicks = Number(fromState[19]);
  return isDead || !Number.isInteger(startTicks) ? null : startTicks;
}

function bootId(): string | null {
  return platform() === 'linux' ? (readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? null) : null;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
