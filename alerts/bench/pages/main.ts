/** `npm run bench:pages`: false pages and the time to detect, for Sloth's rules, Pyrra's and ours. */
import { parseArgs } from 'node:util';
import { runVerb } from '../../../programs/command-line.ts';
import { requireProgram } from '../../../programs/find.ts';
import { publish } from '../report.ts';
import { engineCases } from './engine-cases.ts';
import { askEngine, type EngineAnswer } from './engine-check.ts';
import { describePages } from './results.ts';
import { simulate } from './simulation.ts';

const full = { seed: 1, months: 60, incidents: 400 } as const;
const quick = { months: 6, incidents: 50, engineCases: 3 } as const;

const usage = `npm run bench:pages [-- --quick] [--seed <n>]

False pages a month and seconds to detect, simulated for Sloth's rules, Pyrra's and ours, and checked by promtool; writes
alerts/bench/pages/results.md. A few minutes on two cores. The same seed gives the same file.
Exit code 1 where the engine fires at another instant than the simulation.

  --quick      ${quick.months} months and ${quick.incidents} incidents a row instead of ${full.months} and ${full.incidents}, ${quick.engineCases} of the engine's cases; prints, and writes nothing
  --seed <n>   a whole number; default ${full.seed}

Example: npm run bench:pages -- --quick`;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      seed: { type: 'string', default: String(full.seed) },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const seed = Number(values.seed);
  if (values.seed.trim() === '' || !Number.isSafeInteger(seed))
    throw new Error(`--seed ${values.seed}: give a whole number, such as --seed 2.`);
  const effort = values.quick ? { ...full, ...quick, seed } : { ...full, seed };
  const promtool = await requireProgram('promtool');
  const simulated = simulate(effort, showProgress);
  const answers: EngineAnswer[] = [];
  const cases = engineCases(seed);
  for (const engineCase of values.quick ? cases.slice(-quick.engineCases) : cases) {
    showProgress(`asking the engine: ${engineCase.name}`);
    answers.push(...(await askEngine(engineCase)));
  }
  showProgress('');
  const paragraphs = describePages(simulated, answers, {
    effort,
    promtool: `promtool ${promtool.version}`,
  });
  if (values.quick) console.log(paragraphs.join('\n\n'));
  else await publish(import.meta.dirname, 'npm run bench:pages', paragraphs);
  const disagreed = answers.filter(({ agreed, instants }) => agreed < instants);
  for (const { name, ruleSet, difference } of disagreed) console.error(`${ruleSet}, ${name}: ${difference}`);
  return disagreed.length === 0 ? 0 : 1;
}

/** One line that is written over, on a terminal only. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
}

process.exit(await runVerb(main, process.argv.slice(2)));
