import { setTimeout as pause } from 'node:timers/promises';

/**
 * A question that gets its answer within the limit, or throws. While an earlier one hangs none is asked anew, so that what
 * does not answer (a Docker that hangs) cannot pile up.
 */
export function askInTime<T>(ask: () => Promise<T>, limitMs: number): () => Promise<T> {
  let pending: Promise<T> | undefined;
  return async () => {
    pending ??= ask().finally(() => {
      pending = undefined;
    });
    const answered = new AbortController();
    const limit = pause(limitMs, undefined, { signal: answered.signal }).then(() => {
      throw new Error(`no answer within ${limitMs / 1_000} s`);
    });
    try {
      return await Promise.race([pending, limit]);
    } finally {
      answered.abort();
    }
  };
}
