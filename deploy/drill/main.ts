/** `npm run drill:deploy [-- PART ...]`: proves on this machine what the deploy engine promises. */
import { publish } from '../../alerts/bench/report.ts';
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
All of them unless some are named, some 25 minutes on two cores; what came of each at the end, which the whole drill also
writes to deploy/drill/results.md. It works in folders, ports and containers of its own: what is deployed here is not
touched. Exit code 0 only if none fell short; what cannot be run here is said, and fell short only if it was named.

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
    else leftOut.push(`- ${part.name}: NOT RUN. ${why}.`);
  }
  const told = [
    ...rows.map(
      ({ name, isHeld, figures, seconds }) =>
        `- ${name}, ${seconds.toFixed(0)} s: ${isHeld ? 'held' : 'FELL SHORT'}. ${figures}.`,
    ),
    ...leftOut,
  ].join('\n');
  if (args.length > 0) console.log(`\n${told}`);
  else await publish(import.meta.dirname, 'npm run drill:deploy', ['# The deploy engine, drilled', told]);
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
