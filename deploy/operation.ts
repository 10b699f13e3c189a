/** One run of a plan: its steps one after the other, taken back when one fails, told to the desk. */
import type { Change } from './changes/change.ts';
import { changeReporter } from './changes/report-change.ts';
import type { DeployConfig } from './config.ts';
import { whereFrom } from './origin.ts';
import type { Plan } from './plan.ts';
import { servingReleases } from './situation.ts';
import { observe } from './steps/observe.ts';
import { messageOf, type OperationTools, stepRunner } from './steps/step-runner.ts';
import type { StopKind } from './stops/stop.ts';

export interface Operation {
  /** Never the same twice, whatever the clock says (state/operations.ts). */
  readonly id: string;
  /** A `watch` is only ended, and the desk is not told of it: it changes nothing that users get. */
  readonly verb: 'deploy' | 'rollback' | 'watch';
  readonly release: string;
  readonly previous: string | undefined;
  readonly plan: Plan;
  /** Options that made it less strict than usual. */
  readonly overrides: readonly string[];
  /** What stood in its way and was overridden. */
  readonly overridden?: readonly StopKind[];
  /** Why, in the words of who asked for it; told to the desk and kept in the journal. */
  readonly reason: string | undefined;
  readonly startedAt: Date;
}

export interface Outcome {
  readonly status: 'succeeded' | 'failed';
  /** One line for a person. */
  readonly sentence: string;
}

/** "deploy of A", "rollback to B". */
export function titleOf({ verb, release }: Pick<Operation, 'verb' | 'release'>): string {
  return `${verb} ${verb === 'rollback' ? 'to' : 'of'} ${release}`;
}

export async function runOperation(operation: Operation, tools: OperationTools): Promise<Outcome> {
  const { id, verb, release, previous, plan, overrides, overridden = [], reason, startedAt } = operation;
  const { config } = tools;
  const title = titleOf(operation);
  const runner = stepRunner(operation, tools);
  const { say, facts, unwritten } = runner;
  const reporter = changeReporter(config, say);
  const seconds = (): string => runner.seconds().toFixed(1);

  function changeOf(status: Change['status'], summary: string): Change | undefined {
    if (verb === 'watch') return undefined;
    const committedAt = facts.build?.committedAt;
    return {
      id,
      kind: verb,
      service: config.service,
      environment: config.environment,
      release,
      ...(previous === undefined ? {} : { previousRelease: previous }),
      status,
      startedAt: startedAt.toISOString(),
      ...(status === 'started' ? {} : { endedAt: new Date().toISOString() }),
      by: config.by,
      summary: reason === undefined ? summary : `${summary} Reason: ${reason}`,
      detail: {
        ...(config.drill === undefined ? {} : { drill: config.drill }),
        ...(typeof committedAt === 'string' ? { committedAt } : {}),
        overrides,
        ...(overridden.length === 0 ? {} : { overridden }),
        steps: { ...facts },
      },
    };
  }
  async function end(intended: Outcome['status'], told: string): Promise<Outcome> {
    await started;
    // Kept before the journal calls it ended: of what is over in there, no resume would tell the desk any more.
    await reporter.keep(changeOf(intended, told));
    await runner.tryToRecord({
      phase: 'end',
      detail: { outcome: intended, sentence: told, seconds: runner.seconds() },
    });
    const status = unwritten.size === 0 ? intended : 'failed';
    const sentence = [told, ...[...unwritten].map((fault) => `Moreover ${fault}.`)].join(' ');
    if (status !== intended) await reporter.keep(changeOf(status, sentence));
    await reporter.deliver();
    return { status, sentence };
  }

  await runner.record({
    phase: 'begin',
    detail: { by: config.by, from: whereFrom(), release, previous, overrides, reason },
  });
  await reporter.keep(changeOf('started', `${title} started.`));
  const started = reporter.deliver();
  let isTouched = false;
  try {
    for (const step of plan.steps) {
      tools.signal.throwIfAborted();
      isTouched ||= step.kind === 'start' || step.kind === 'serve';
      await runner.run(step);
    }
  } catch (caught) {
    // What was waiting says only that it was aborted; the signal knows why.
    const error: unknown = tools.signal.aborted ? tools.signal.reason : caught;
    const faults = isTouched ? await runner.takeBack(plan.undo) : [];
    const left = faults.length === 0 ? [] : [`taking it back failed too: ${faults.join('; ')}`];
    const told = [messageOf(error), ...left, await describeServing(config, previous)].join('; ');
    return end('failed', `${title} failed after ${seconds()} s: ${told}.`);
  }
  say(`${release} serves`);
  const faults = await runner.runAll(plan.cleanUp);
  if (faults.length > 0)
    return end('failed', `${title}: it serves, but cleaning up failed: ${faults.join('; ')}.`);
  const serves = `${config.frontUrl} serves it`;
  try {
    if (plan.proof !== undefined) await runner.tryToRun(plan.proof);
  } catch (error) {
    return tools.signal.aborted
      ? end(
          'succeeded',
          `${title} done in ${seconds()} s; ${serves}. NOT verified: the wait for it was ended.`,
        )
      : end('failed', `${title}: ${serves}, but after ${seconds()} s: ${messageOf(error)}.`);
  }
  const isProvable = verb === 'rollback';
  const told = facts.recover?.told ?? 'NOT verified: --no-wait was asked for.';
  return end('succeeded', `${title} done in ${seconds()} s; ${serves}.${isProvable ? ` ${told}` : ''}`);
}

/** By what the proxy says, and not by what was meant. */
async function describeServing(config: DeployConfig, previous: string | undefined): Promise<string> {
  try {
    const serving = servingReleases(await observe(config));
    if (serving.length === 0) return 'nothing serves';
    const isAsBefore = serving.length === 1 && serving[0] === previous;
    return isAsBefore ? `${previous} serves as before` : `users get ${serving.join(' and ')}`;
  } catch (error) {
    return `what users get could not be asked (${messageOf(error)})`;
  }
}
