import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer. Throws `failure` when the deadline passes, with the last fault as its
 * cause; an answer of undefined means "not yet". Rejects at once when the signal aborts.
 */
export async function pollUntil<T>(
  ask: () => Promise<T | undefined>,
  options: {
    readonly timeoutMs: number;
    readonly everyMs?: number;
    readonly signal: AbortSignal;
    readonly failure: () => string;
  },
): Promise<T> {
  const deadline = performance.now() + options.timeoutMs;
  let lastFault: unknown;
  for (;;) {
    options.signal.throwIfAborted();
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      lastFault = error;
    }
    if (performance.now() > deadline) throw new Error(options.failure(), { cause: lastFault });
    await pause(options.everyMs ?? 250, undefined, { signal: options.signal });
  }
}
