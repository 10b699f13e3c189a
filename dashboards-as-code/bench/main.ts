/** `npm run bench:boards`: how many samples the 5xx board reads, and how long a person waits for it. */
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { inScratch } from '../../alerts/bench/engine/scratch.ts';
import { publish } from '../../alerts/bench/report.ts';
import { runVerb } from '../../programs/command-line.ts';
import { requireProgram } from '../../programs/find.ts';
import { measureGeneration } from './generation.ts';
import { type MeasuredBoard, measureBoard } from './measure.ts';
import { describeBoards } from './results.ts';
import { sizes } from './service-size.ts';

const usage = `npm run bench:boards

Samples and milliseconds of every query of the 5xx board over an hour, at 1,000 series, and the time to make the boards
of 100 services; writes dashboards-as-code/bench/results.md. A minute on two cores.

Example: npm run bench:boards`;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { help: { type: 'boolean' } } });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const prometheus = await requireProgram('prometheus');
  const load = loadavg()[0] ?? 0;
  const measured: MeasuredBoard[] = [];
  for (const size of sizes) {
    console.error(`importing a desk with ${size.what}`);
    measured.push(await inScratch('bench-boards', (scratch) => measureBoard(scratch, size)));
  }
  console.error('making the boards of a hundred services, three times');
  const generation = await measureGeneration();
  const paragraphs = describeBoards(measured, generation, {
    prometheus: `Prometheus ${prometheus.version}`,
    machine: `${availableParallelism()} cores (load ${load.toFixed(1)} when it began)`,
  });
  await publish(import.meta.dirname, 'npm run bench:boards', paragraphs);
  return 0;
}

process.exit(await runVerb(main, process.argv.slice(2)));
