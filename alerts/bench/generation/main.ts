/** `npm run bench:generation`: what it takes to render a hundred services, ours beside Sloth. */
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runVerb } from '../../../programs/command-line.ts';
import { inScratch } from '../engine/scratch.ts';
import { describeSloth, obtainSloth } from '../peers/sloth.ts';
import { publish } from '../report.ts';
import { measureOurs, measureSloth } from './measure.ts';
import { describeGeneration } from './results.ts';

const usage = `npm run bench:generation

Time and memory of "npm run alerts" for 100 services with 5 objectives each, and of Sloth for the same; writes
alerts/bench/generation/results.md. Half a minute; the first time 3 more minutes to build Sloth, where Go is there.

Example: npm run bench:generation`;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { help: { type: 'boolean' } } });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const tell = (line: string): void => console.error(line);
  const sloth = await obtainSloth(tell);
  const load = loadavg()[0] ?? 0;
  const [ours, peer] = await inScratch('bench-generation', async ({ runDir }) => {
    tell('npm run alerts, three times');
    const own = await measureOurs(join(runDir, 'ours'));
    if (sloth !== undefined) tell('sloth generate, three times');
    return [own, sloth === undefined ? undefined : await measureSloth(sloth, join(runDir, 'sloth'))] as const;
  });
  const paragraphs = describeGeneration(ours, peer, {
    sloth: describeSloth(sloth),
    machine: `${availableParallelism()} cores (load ${load.toFixed(1)} when it began)`,
  });
  await publish(import.meta.dirname, 'npm run bench:generation', paragraphs);
  return 0;
}

process.exit(await runVerb(main, process.argv.slice(2)));
