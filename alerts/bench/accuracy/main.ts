/** `npm run bench:accuracy`: how well our recorded counts, and Sloth's, know what is left of the budget. */
import { parseArgs } from 'node:util';
import { runVerb } from '../../../programs/command-line.ts';
import { requireProgram } from '../../../programs/find.ts';
import { inScratch } from '../engine/scratch.ts';
import { describeSloth, obtainSloth } from '../peers/sloth.ts';
import { publish } from '../report.ts';
import { measureAccuracy } from './measure.ts';
import { describeAccuracy } from './results.ts';

const usage = `npm run bench:accuracy

Budget left over 30 days of uneven traffic, as it was and as our counts and Sloth's averages have it; writes
alerts/bench/accuracy/results.md. About a minute on two cores; the first time 3 more minutes to build Sloth, where Go is there.

Example: npm run bench:accuracy`;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { help: { type: 'boolean' } } });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const tell = (line: string): void => console.error(line);
  const prometheus = await requireProgram('prometheus');
  const sloth = await obtainSloth(tell);
  const measured = await inScratch('bench-accuracy', (scratch) => measureAccuracy(scratch, sloth, tell));
  await publish(
    import.meta.dirname,
    'npm run bench:accuracy',
    describeAccuracy(measured, {
      prometheus: `Prometheus ${prometheus.version}`,
      sloth: describeSloth(sloth),
    }),
  );
  return 0;
}

process.exit(await runVerb(main, process.argv.slice(2)));
