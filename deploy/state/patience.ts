import { setTimeout as pause } from 'node:timers/promises';
import { hasCode } from './error-code.ts';

const firstPauseMs = 10;
const patienceMs = 2_000;

/**
 * Runs a file operation again while another program has the file open, which Windows refuses it for: a scanner or a
 * backup lets go in a moment. Throws one sentence when it does not.
 */
export async function whenLetGo<T>(path: string, operation: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (let waitMs = firstPauseMs; ; waitMs *= 2) {
    try {
      return await operation();
    } catch (error) {
      if (!hasCode(error, 'EPERM', 'EACCES', 'EBUSY')) throw error;
      if (performance.now() + waitMs > deadline)
        throw new Error(
          `${path} cannot be replaced or removed (${error instanceof Error ? error.message : String(error)}): another program has had it open for ${patienceMs / 1_000} s, or it is not this user's. Close what reads it, then run the command again.`,
          { cause: error },
        );
    }
    await pause(waitMs);
  }
}
