import { sweepLeftovers } from '../../../programs/leftovers.ts';

/** Ends every process that is recorded in the run folder, also what those started meanwhile. Gives the names. */
export async function stopEverything(runDir: string): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    const swept = await sweepLeftovers(runDir);
    if (swept.length === 0) return names;
    names.push(...swept.map(({ name, pid }) => `${name} (pid ${pid})`));
  }
}
