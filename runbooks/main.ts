/** `npm run runbook -- <Alert>`: walks the runbook of an alert and records each step on the incident. */
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { outliveReaders } from '../programs/lost-output.ts';
import { checkoutRoot, runbookEnvironment } from './config.ts';
import { recordStep } from './incident-record.ts';
import { abortOnInterrupt, Interrupt } from './interrupts.ts';
import type { Runbook, Step } from './runbook.ts';
import { readRunbook, renderIndex, runbookNames } from './shipped-runbooks.ts';
import { walkRunbook } from './walk.ts';

const usage = `npm run runbook -- <Alert> [options]

Walks runbooks/<Alert>.md: shows and runs its steps, asks before one that changes something. A step that fails or is
not confirmed ends the walk; a question of the diagnosis that has no answer does not.

  --service NAME       the service in trouble (the running stack's, else desk)
  --environment NAME   its environment (the running stack's, else production)
  --incident ID        record each step on this incident of the desk
  --step NAME          only this step; may be given more than once
  --list               show the steps, run nothing
  --yes                do not ask
  --index              print the index of all runbooks (runbooks/README.md), run nothing

Exit codes: 0 every step done, 1 not, 2 not understood.
Example: npm run runbook -- AvailabilityBudgetBurn --environment staging --incident 12
Straight to the remedy: npm run runbook -- AvailabilityBudgetBurn --step rollback --step objective-met`;

const options = {
  service: { type: 'string' },
  environment: { type: 'string' },
  incident: { type: 'string' },
  step: { type: 'string', multiple: true },
  list: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  index: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const alert = positionals[0];
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const known = await runbookNames();
  if (values.index) {
    process.stdout.write(renderIndex(await Promise.all(known.map(readRunbook))));
    return 0;
  }
  if (alert === undefined || !known.includes(alert)) {
    console.error(
      `${alert === undefined ? 'Which alert?' : `No runbook "${alert}".`} There is ${known.join(', ')}.\n\n${usage}`,
    );
    return 2;
  }
  const runbook = await readRunbook(alert);
  const steps = chooseSteps(runbook, values.step);
  if (values.list) {
    for (const step of steps)
      console.log(`${step.section.padEnd(13)} ${step.name.padEnd(18)} risk: ${step.risk}`);
    return 0;
  }
  const { env, deskUrl, runDir, ...stack } = runbookEnvironment();
  const { service = stack.service, environment = stack.environment } = values;
  const signal = abortOnInterrupt((line) => console.error(line));
  const outcome = await walkRunbook({
    steps,
    cwd: checkoutRoot,
    env: { ...env, SERVICE: service, DEPLOY_SERVICE: service, ENVIRONMENT: environment, ALERT: alert },
    runDir,
    signal,
    confirm: (step) => (values.yes ? Promise.resolve(true) : askAbout(step, signal)),
    record: async (step, result) => {
      if (values.incident === undefined) return;
      const lost = await recordStep(
        { deskUrl, incident: values.incident, runbook: alert, author: userInfo().username },
        step,
        result,
      );
      if (lost !== undefined) console.error(`not recorded on incident ${values.incident}: ${lost}`);
    },
    print: (text) => process.stdout.write(text),
  });
  if (outcome === 'done') {
    console.log(`\n${alert}: ${steps.length} steps done.`);
    return 0;
  }
  if ('unanswered' in outcome) {
    console.error(`\n${alert}: walked to its end; no answer: ${outcome.unanswered.join(', ')}.`);
    return 1;
  }
  console.error(`\n${alert}: stopped at "${outcome.stoppedAt}": ${outcome.reason}.`);
  return signal.reason instanceof Interrupt ? signal.reason.exitCode : 1;
}

function chooseSteps(runbook: Runbook, names: readonly string[] | undefined): readonly Step[] {
  if (names === undefined) return runbook.steps;
  const unknown = names.find((name) => !runbook.steps.some((step) => step.name === name));
  if (unknown !== undefined)
    throw new Error(
      `${runbook.alert} has no step "${unknown}"; it has ${runbook.steps.map((step) => step.name).join(', ')}.`,
    );
  return runbook.steps.filter((step) => names.includes(step.name));
}

/** Without a terminal nobody can say yes, so the answer is no. */
async function askAbout(step: Step, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error(
      `"${step.name}" changes ${step.risk} and nobody is here to ask; add --yes to run it unasked.`,
    );
    return false;
  }
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  // While a question is open the terminal gives Ctrl-C to it instead of sending the signal.
  prompt.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const question = `Run it? To take it back: ${step.undo ?? 'nothing to do'}. [y/N] `;
    return /^y(es)?$/i.test((await prompt.question(question, { signal })).trim());
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    prompt.close();
  }
}

/** Of parseArgs; any other TypeError is a fault of this program. */
function isUsageError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

// A step that runs may be changing something, and what it did belongs on the incident.
outliveReaders();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = isUsageError(error) ? 2 : 1;
}
