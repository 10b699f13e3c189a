/** `npm run mutation`: how many wrong rules the shipped tests notice. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runVerb } from '../../programs/command-line.ts';
import { requireProgram } from '../../programs/find.ts';
import type { FoundProgram } from '../../programs/found-program.ts';
import { assertTestsHold, type Case, casesOf, type Family, type Outcome, tryCase } from './mutation-run.ts';

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
  const oneOfEachRule = [...new Map(cases.map((one) => [one.rule, one])).values()];
  await inParallel(oneOfEachRule, (one) => assertTestsHold(promtool, one), 'rules as they are');
  const outcomes = await inParallel(cases, (one) => tryAndTell(promtool, one), 'mutants');
  return report(outcomes);
}

function ruleText(rule: Case['rule']): string {
  return 'record' in rule ? rule.record : `${rule.alert} ${Object.values(rule.labels).join(' ')}`;
}

/** A change that nobody notices is told at once: the whole run takes long. */
async function tryAndTell(promtool: FoundProgram, one: Case): Promise<Outcome> {
  const outcome = await tryCase(promtool, one);
  if (outcome.fate === 'survived') console.log(`unnoticed  ${outcome.rule}: ${outcome.change}`);
  return outcome;
}

async function inParallel<T>(
  cases: readonly Case[],
  work: (one: Case) => Promise<T>,
  what: string,
): Promise<T[]> {
  const done: T[] = [];
  const waiting = cases.values();
  const worker = async (): Promise<void> => {
    for (const one of waiting) {
      done.push(await work(one));
      if (process.stderr.isTTY) process.stderr.write(`\r${done.length} of ${cases.length} ${what}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  if (process.stderr.isTTY) process.stderr.write('\n');
  return done;
}

function report(outcomes: readonly Outcome[]): number {
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
