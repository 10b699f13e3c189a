/** No tests of its own: waiting for something to be so, with a deadline instead of a fixed sleep. */
import { setTimeout as pause } from 'node:timers/promises';

export async function until(what: string, isSo: () => Promise<boolean>, withinMs = 5000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`within ${withinMs} ms it did not happen that ${what}`);
    await pause(25);
  }
}

/** Polls until there is something. */
export async function eventually<T>(
  what: string,
  find: () => Promise<T | undefined>,
  withinMs = 15_000,
): Promise<T> {
  let found: T | undefined;
  await until(
    what,
    async () => {
      found = await find();
      return found !== undefined;
    },
    withinMs,
  );
  if (found === undefined) throw new Error(`nothing was found: ${what}`);
  return found;
}
