import { setTimeout as pause } from 'node:timers/promises';

/** A fault that no further asking can mend: it ends the poll at once, with its own words. */
export class FinalFault extends Error {}

/**
 * Asks again and again until there is an answer; undefined means "not yet", and so does a fault that may pass. When the
 * deadline passes, throws `failure` with the last fault's words. Rejects at once on a FinalFault and when the signal
 * aborts.
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
      lastFault = undefined;
    } catch (error) {
      if (error instanceof FinalFault) throw error;
      lastFault = error;
    }
    if (performance.now() > deadline)
      throw new Error(`${options.failure()}${describeFault(lastFault)}`, { cause: lastFault });
    await pause(options.everyMs ?? 250, undefined, { signal: options.signal });
  }
}

function describeFault(fault: unknown): string {
  if (fault === undefined) return '';
  return ` (last fault: ${fault instanceof Error ? fault.message : String(fault)})`;
}
