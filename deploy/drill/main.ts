/** `npm run drill:deploy [-- PART ...]`: proves on this machine what the deploy engine promises. */
import { runVerb } from '../../programs/command-line.ts';
import { abortOnInterrupt } from '../../programs/interrupt.ts';
import { compose } from './compose.ts';
import { crashMatrix } from './crash-matrix.ts';
import { fullDisk } from './full-disk.ts';
import { load } from './load.ts';
import { outages } from './outages.ts';
import type { DrillPart, DrillResult, DrillTools } from './part.ts';
import { race } from './race.ts';
import { speed } from './speed.ts';
import { wrongReleases } from './wrong-releases.ts';

const parts: readonly DrillPart[] = [
  crashMatrix,
  fullDisk,
  outages,
  load,
  wrongReleases,
  race,
  speed,
  compose,
];

const usage = `npm run drill:deploy [-- PART ...]

Runs the deploy engine on this machine against a real HAProxy and real processes, and does to it what can happen:
${parts.map(({ name, title }) => `  ${name.padEnd(12)} ${title}`).join('\n')}
All of them unless some are named; a table of them at the end. Exit code 0 only if none fell short. What cannot be run
here is said, and fell short only if it was named.

Example: npm run drill:deploy -- load race`;

interface Row extends DrillResult {
  readonly name: string;
  readonly seconds: number;
}

async function main(args: string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    return 0;
  }
  const unknown = args.find((arg) => !parts.some(({ name }) => name === arg));
  if (unknown !== undefined) {
    console.error(`there is no part "${unknown}"; there is ${parts.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  const signal = abortOnInterrupt();
  const rows: Row[] = [];
  const leftOut: string[] = [];
  for (const part of parts) {
    if (args.length > 0 && !args.includes(part.name)) continue;
    const why = await part.whyNot?.();
    if (why === undefined) rows.push(await runPart(part, signal));
    else if (args.length > 0)
      rows.push({ name: part.name, isHeld: false, figures: `not run: ${why}`, seconds: 0 });
    else leftOut.push(`${part.name.padEnd(8)} NOT RUN: ${why}`);
  }
  console.log('');
  for (const { name, isHeld, figures, seconds } of rows)
    console.log(
      `${name.padEnd(8)} ${isHeld ? 'held      ' : 'FELL SHORT'} ${`${seconds.toFixed(0)} s`.padStart(7)}  ${figures}`,
    );
  for (const line of leftOut) console.log(line);
  return rows.every(({ isHeld }) => isHeld) ? 0 : 1;
}

/** A part that could not be run to its end fell short too; the others are run all the same, unless a person ended it. */
async function runPart({ name, title, run }: DrillPart, signal: AbortSignal): Promise<Row> {
  const startedAt = performance.now();
  const tools: DrillTools = { say: (line) => console.log(`  ${line}`), signal };
  console.log(`\n${name}: ${title}`);
  const result = await run(tools).catch((error: unknown): DrillResult => {
    signal.throwIfAborted();
    return {
      isHeld: false,
      figures: `ended early: ${error instanceof Error ? error.message : String(error)}`,
    };
  });
  return { name, ...result, seconds: (performance.now() - startedAt) / 1_000 };
}

process.exit(await runVerb(main, process.argv.slice(2)));
