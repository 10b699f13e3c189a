import { readFile, writeFile } from 'node:fs/promises';
import type { Relocation } from '../kits.ts';

/**
 * Makes a program look for its files below its working folder instead of in the fixed folder that was compiled
 * into it, which only an installation could provide. Both paths have the same length, since a string inside a
 * program cannot grow. False when the program does not hold the path (a later package may not need this).
 */
export async function relocate(path: string, { from, to }: Relocation): Promise<boolean> {
  const [fixed, moved] = [Buffer.from(from), Buffer.from(to)];
  if (fixed.length !== moved.length) {
    throw new Error(`${to} must be as long as ${from} to take its place in ${path}`);
  }
  const program = await readFile(path);
  let count = 0;
  for (let at = program.indexOf(fixed); at >= 0; at = program.indexOf(fixed, at + fixed.length)) {
    moved.copy(program, at);
    count++;
  }
  if (count > 0) await writeFile(path, program);
  return count > 0;
}
