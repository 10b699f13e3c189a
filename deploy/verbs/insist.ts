import { setTimeout as pause } from 'node:timers/promises';

export interface Insistence {
  /** What may pass by itself; any other refusal is thrown at once. */
  readonly mayPass: (refusal: unknown) => boolean;
  /** By the clock of `performance`: a refusal after that is thrown. */
  readonly untilMs: number;
  /** Told once, with the first refusal. */
  readonly sayWaiting: (refusal: unknown) => void;
  /** Ends the waiting: the last refusal is thrown. */
  readonly signal: AbortSignal;
}

/** Soon enough for users who wait, and seldom enough to leave the lock to others in between. */
const retryMs = 500;

/** Tries again what was refused. */
export async function insist<T>(
  attempt: () => Promise<T>,
  { mayPass, untilMs, sayWaiting, signal }: Insistence,
): Promise<T> {
  for (let isSaid = false; ; isSaid = true) {
    try {
      return await attempt();
    } catch (refusal) {
      if (!mayPass(refusal) || performance.now() >= untilMs || signal.aborted) throw refusal;
      if (!isSaid) sayWaiting(refusal);
      await pause(retryMs, undefined, { signal }).catch((error: unknown) => {
        throw signal.aborted ? refusal : error;
      });
    }
  }
}
