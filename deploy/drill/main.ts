/** `npm run drill:deploy [-- PART ...]`: proves on this machine what the deploy engine promises. */
import { runVerb } from '../../programs/command-line.ts';
import { crashMatrix } from './crash-matrix.ts';
import { fullDisk } from './full-disk.ts';
import { outages } from './outages.ts';
import type { DrillPart } from './part.ts';

const parts: readonly DrillPart[] = [crashMatrix, fullDisk, outages];

const usage = `npm run drill:deploy [-- PART ...]

Runs the deploy engine on this machine against a real HAProxy and real processes, and does to it what can happen:
${parts.map(({ name, title }) => `  ${name.padEnd(12)} ${title}`).join('\n')}
All of them unless some are named. Exit code 0 only if everything held.

Example: npm run drill:deploy -- crash`;

async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(usage);
    return 0;
  }
  const unknown = args.find((arg) => !parts.some(({ name }) => name === arg));
  if (unknown !== undefined) {
    console.error(`there is no part "${unknown}"; there is ${parts.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => interrupted.abort(new Error(`interrupted by ${name}`)));
  const { signal } = interrupted;
  let held = true;
  for (const { name, title, run } of parts) {
    if (args.length > 0 && !args.includes(name)) continue;
    const startedAt = performance.now();
    console.log(`\n${name}: ${title}`);
    held = (await run({ say: (line) => console.log(`  ${line}`), signal })) && held;
    console.log(`  took ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
  }
  return held ? 0 : 1;
}

process.exit(await runVerb(main, process.argv.slice(2)));
