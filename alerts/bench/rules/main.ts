/** `npm run bench:rules`: how many samples our rules read, and Sloth's, in a real Prometheus. */
import { parseArgs } from 'node:util';
import { runVerb } from '../../../programs/command-line.ts';
import { requireProgram } from '../../../programs/find.ts';
import { inScratch } from '../engine/scratch.ts';
import { describeSloth, obtainSloth } from '../peers/sloth.ts';
import { publish } from '../report.ts';
import { measureRules } from './measure.ts';
import type { RawSpan } from './raw-series.ts';
import { describeRules } from './results.ts';

const usage = `npm run bench:rules [-- --all-days]

Samples that one pass of all rules of an objective reads, ours and Sloth's, at 100 and 1,000 series; writes
alerts/bench/rules/results.md. About a minute on two cores, and 1 GB of temporary files; the first time 3 more minutes to
build Sloth, where Go is there.

  --all-days   scrapes all 30 days at the row's interval, and not only the last three, which are all that any rule reads
               of raw series; the figures are the same, and it takes 4 minutes of processor instead of one

Example: npm run bench:rules`;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { 'all-days': { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const span: RawSpan = values['all-days'] ? 'all-days' : 'last-3-days';
  const tell = (line: string): void => console.error(line);
  const prometheus = await requireProgram('prometheus');
  const sloth = await obtainSloth(tell);
  const measured = await inScratch('bench-rules', (scratch) => measureRules(scratch, sloth, span, tell));
  await publish(
    import.meta.dirname,
    'npm run bench:rules',
    describeRules(measured, {
      prometheus: `Prometheus ${prometheus.version}`,
      sloth: describeSloth(sloth),
      rawDays:
        span === 'all-days'
          ? 'All 30 days of raw series are scraped at the interval of the row.'
          : 'Of the 30 days of raw series the last three (and an hour) are scraped at the interval of the row, the others once an hour: no rule of either reads raw series further back than three days, so the figures are those of 30 dense days (`--all-days` makes them).',
    }),
  );
  return 0;
}

process.exit(await runVerb(main, process.argv.slice(2)));
