import { setTimeout as pause } from 'node:timers/promises';

/** Sends a signal to a whole process group; false when nobody is left in it. */
export function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-groupId, signal);
    return true;
  } catch (error) {
    // EPERM: somebody is there whom we may not signal.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Polls until the claim holds; false when it does not within the time. */
export async function waitUntil(claim: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!claim()) {
    if (performance.now() > deadline) return false;
    await pause(15);
  }
  return true;
}

/**
 * Ends a group: the signal, a bounded wait, then SIGKILL for whoever is left.
 * `isGone` says when the process that matters has ended; its group is killed afterwards in any case.
 */
export async function endGroup(
  groupId: number,
  isGone: () => boolean,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  signalGroup(groupId, signal);
  await waitUntil(isGone, graceMs);
  // A shell that went at once may have left its own children behind, in the same group.
  signalGroup(groupId, 'SIGKILL');
  await waitUntil(isGone, 2_000);
}
