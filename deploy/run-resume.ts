/** Ends what was cut off: takes the traffic to the current release, takes the rest out, and closes the record of it. */
import type { Change } from './changes/change.ts';
import { reportChange } from './changes/report-change.ts';
import type { Outcome } from './operation.ts';
import { whereFrom } from './origin.ts';
import type { Plan } from './plan.ts';
import { endOf } from './resume-plan.ts';
import { disagreement } from './situation.ts';
import { describeOutcome, type OperationRecord } from './state/operations.ts';
import { observe } from './steps/observe.ts';
import { messageOf, type OperationTools, stepRunner } from './steps/step-runner.ts';

export interface Resumption {
  readonly id: string;
  /** What was cut off, oldest first; nothing when only the proxy and the pointer disagree. */
  readonly open: readonly OperationRecord[];
  /** The release that the pointer names. */
  readonly current: string | undefined;
  readonly plan: Plan;
  readonly reason: string | undefined;
}

/** Run again after it was cut off itself, it does the same again. */
export async function runResume(resumption: Resumption, tools: OperationTools): Promise<Outcome> {
  const { id, open, current, plan, reason } = resumption;
  const { config } = tools;
  const runner = stepRunner({ id, verb: 'resume' }, tools);
  const cutOff = open.filter(({ verb }) => verb !== 'resume');
  await runner.record({
    phase: 'begin',
    detail: {
      by: config.by,
      from: whereFrom(),
      release: current,
      resumes: cutOff.at(-1)?.operation,
      reason,
    },
  });
  const faults: string[] = [];
  try {
    for (const step of plan.steps) {
      tools.signal.throwIfAborted();
      await runner.run(step);
    }
  } catch (caught) {
    faults.push(messageOf(tools.signal.aborted ? tools.signal.reason : caught));
  }
  // Without the current release in service, what else there is may be all that users have.
  if (faults.length === 0) faults.push(...(await runner.runAll(plan.cleanUp)));
  // What the proxy says, and no health: a release that served as well before the crash has nothing to prove now.
  if (faults.length === 0) faults.push(...(await observeFault(resumption, tools)));
  const endings = cutOff.map((operation) => describeEnding(operation, current));
  const serving = describeServing(resumption);
  const told =
    faults.length === 0
      ? `resume done in ${runner.seconds().toFixed(1)} s: ${[...endings, serving].join('; ')}.`
      : `resume failed after ${runner.seconds().toFixed(1)} s: ${faults.join('; ')}. See "npm run deploy -- status", then run it again.`;
  const intended = faults.length === 0 ? 'succeeded' : 'failed';
  await runner.tryToRecord({
    phase: 'end',
    detail: { outcome: intended, sentence: told, seconds: runner.seconds() },
  });
  const status = runner.unwritten.size === 0 ? intended : 'failed';
  if (status === 'succeeded')
    for (const operation of cutOff) await tellEnd(operation, current, tools, runner.say);
  const sentence = [told, ...[...runner.unwritten].map((fault) => `Moreover ${fault}.`)].join(' ');
  return { status, sentence };
}

async function observeFault({ plan }: Resumption, { config }: OperationTools): Promise<string[]> {
  const fault = disagreement(await observe(config));
  return fault === undefined || isEmpty(plan) ? [] : [fault];
}

function describeServing({ current, plan }: Resumption): string {
  if (current === undefined) return 'nothing is current and nothing serves';
  return isEmpty(plan) ? `${current} is current, and serves nobody` : `${current} serves`;
}

/** On the way to another operation, where what is current is gone, no traffic is moved and none expected. */
function isEmpty({ steps, cleanUp }: Plan): boolean {
  return [...steps, ...cleanUp].every(({ kind }) => kind === 'end-migration');
}

/** "deploy-x (cut off at gate) is undone". */
function describeEnding(operation: OperationRecord, current: string | undefined): string {
  return `${operation.operation} (${describeOutcome(operation)}) is ${endOf(operation, current)}`;
}

/** The desk still holds it for started; it takes a change that it knows for the same one. */
async function tellEnd(
  operation: OperationRecord,
  current: string | undefined,
  { config }: OperationTools,
  say: (line: string) => void,
): Promise<void> {
  const { verb, release, previous, startedAt, by = config.by, overrides } = operation;
  if ((verb !== 'deploy' && verb !== 'rollback') || release === undefined) return;
  const change: Change = {
    id: operation.operation,
    kind: verb,
    service: config.service,
    environment: config.environment,
    release,
    ...(previous === undefined ? {} : { previousRelease: previous }),
    status: endOf(operation, current) === 'finished' ? 'succeeded' : 'failed',
    startedAt,
    endedAt: new Date().toISOString(),
    by,
    summary: `${verb} ${describeOutcome(operation)}; a resume by ${config.by} has ${endOf(operation, current)} it.`,
    detail: { ...(config.drill === undefined ? {} : { drill: config.drill }), overrides },
  };
  await reportChange(config, change, say);
}
