import { setTimeout as pause } from 'node:timers/promises';
import type { DeployStand } from '../stand/deploy-stand.ts';
import { lockOwner } from '../state/lock.ts';
import { readPointer } from '../state/pointer.ts';

const pollMs = 100;

/** Waits until another release than that one is current and watched: the lock is free. */
export async function whenWatched({ root }: DeployStand, old: string): Promise<void> {
  const isWatched = async (): Promise<boolean> =>
    (await readPointer(root))?.id !== old && (await lockOwner(root)) === undefined;
  while (!(await isWatched())) await pause(pollMs);
}
