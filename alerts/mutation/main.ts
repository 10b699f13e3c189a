/** `npm run mutation`: how many wrong rules the shipped tests notice. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runVerb } from '../../programs/command-line.ts';
import { requireProgram } from '../../programs/find.ts';
import { type Case, casesOf, type Family, type Outcome, tryCase } from './mutation-run.ts';

const usage = `npm run mutation [-- SERVICE] [--only TEXT] [--sample N]

Changes one operator, window, factor, matcher or hold at a time in the rules of a service of the catalog, and runs the
shipped promtool tests against each. Prints the share that they notice, and every change that they do not.
Takes some minutes; exits 1 when a wrong burn-rate rule goes unnoticed, or more than 5 % of the others.

  --only TEXT   only rules whose name holds TEXT, such as page-now
  --sample N    every Nth mutant only

Example: npm run mutation -- desk --only page-slow`;

const wanted = { 'burn-rate': 1, symptom: 0.95 } as const satisfies Record<Family, number>;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      only: { type: 'string', default: '' },
      sample: { type: 'string', default: '1' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const every = Number(values.sample);
  if (!Number.isSafeInteger(every) || every < 1)
    throw new Error(`--sample ${values.sample}: give a whole number of 1 or more.`);
  const { catalog, serviceNamed } = await import('../catalog.ts');
  const [name] = positionals;
  const services = name === undefined ? catalog : [serviceNamed(name)];
  const cases = services
    .flatMap(casesOf)
    .filter(({ rule }) => ruleText(rule).includes(values.only))
    .filter((_, index) => index % every === 0);
  const promtool = await requireProgram('promtool');
  const outcomes = await inParallel(cases, (one) => tryCase(promtool, one));
  return report(outcomes);
}

function ruleText(rule: Case['rule']): string {
  return 'record' in rule ? rule.record : `${rule.alert} ${Object.values(rule.labels).join(' ')}`;
}

async function inParallel(cases: readonly Case[], work: (one: Case) => Promise<Outcome>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = cases.values();
  const worker = async (): Promise<void> => {
    for (const one of waiting) {
      outcomes.push(await work(one));
      if (process.stderr.isTTY) process.stderr.write(`\r${outcomes.length} of ${cases.length} mutants`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  if (process.stderr.isTTY) process.stderr.write('\n');
  return outcomes;
}

function report(outcomes: readonly Outcome[]): number {
  for (const { rule, change } of outcomes.filter(({ fate }) => fate === 'survived'))
    console.log(`unnoticed  ${rule}: ${change}`);
  let exitCode = 0;
  for (const family of ['burn-rate', 'symptom'] as const) {
    const own = outcomes.filter((outcome) => outcome.family === family);
    if (own.length === 0) continue;
    const count = (fate: Outcome['fate']): number => own.filter((outcome) => outcome.fate === fate).length;
    const [killed, survived] = [count('killed'), count('survived')];
    const score = killed / (killed + survived);
    console.log(
      `${family} rules: ${killed} of ${killed + survived} mutants noticed, ${(100 * score).toFixed(1)} % (wanted: ${100 * wanted[family]} %); left out: ${count('equivalent')} that are no other rule, ${count('stillborn')} that no engine takes`,
    );
    if (score < wanted[family]) exitCode = 1;
  }
  const reasons = new Map(outcomes.flatMap(({ reason }) => (reason === undefined ? [] : [[reason, reason]])));
  for (const reason of reasons.keys()) console.log(`no other rule: ${reason}`);
  return exitCode;
}

process.exitCode = await runVerb(main, process.argv.slice(2));
