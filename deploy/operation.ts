/** One run of a plan: every step written down before and after, told as it goes, taken back when it fails. */
import type { Change } from './changes/change.ts';
import { reportChange } from './changes/report-change.ts';
import type { DeployConfig } from './config.ts';
import { describeStep } from './describe-step.ts';
import { performStep, type StepDetail } from './native/perform-step.ts';
import type { Plan, Step } from './plan.ts';
import { appendEntry, type JournalEntry } from './state/journal.ts';
import type { StopKind } from './stops/stop.ts';

export interface Operation {
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

export interface OperationTools {
  readonly config: DeployConfig;
  readonly say: (line: string) => void;
  /** Aborted when a person wants it stopped: until the pointer moves, that takes everything back. */
  readonly signal: AbortSignal;
}

/** "deploy of A", "rollback to B". */
export function titleOf({ verb, release }: Pick<Operation, 'verb' | 'release'>): string {
  return `${verb} ${verb === 'rollback' ? 'to' : 'of'} ${release}`;
}

export async function runOperation(operation: Operation, tools: OperationTools): Promise<Outcome> {
  const { verb, release, previous, plan, overrides, overridden = [], reason, startedAt } = operation;
  const { config } = tools;
  const title = titleOf(operation);
  const id = `${config.service}-${config.environment}-${verb}-${startedAt.toISOString().replace(/[-:.]/g, '')}`;
  const began = performance.now();
  const seconds = (): string => ((performance.now() - began) / 1_000).toFixed(1);
  const say = (line: string): void => tools.say(`[${seconds().padStart(6)} s] ${line}`);
  const facts: Record<string, StepDetail> = {};
  const unwritten = new Set<string>();

  async function record(entry: Pick<JournalEntry, 'phase' | 'step' | 'detail'>): Promise<void> {
    await appendEntry(config.root, {
      version: 1,
      at: new Date().toISOString(),
      operation: id,
      verb,
      ...entry,
    });
  }
  /** For what must happen even where nothing can be written down any more: a fault to report, no reason to stop. */
  async function tryToRecord(entry: Parameters<typeof record>[0]): Promise<void> {
    await record(entry).catch((error: unknown) => {
      unwritten.add(`the journal in ${config.root} could not be written (${messageOf(error)})`);
    });
  }
  async function run(step: Step, signal: AbortSignal, write: typeof record): Promise<void> {
    await write({ phase: 'intent', step: step.kind, detail: { ...step } });
    try {
      const detail = await performStep(step, { config, say, signal });
      facts[step.kind] = detail;
      if (detail.failure !== undefined) throw new Error(detail.failure);
      // Once the pointer has moved the new release is the truth, whether that could be written down or not.
      await (step.kind === 'point' ? tryToRecord : write)({ phase: 'done', step: step.kind, detail });
      say(`${describeStep(step)}${describeDetail(detail)}`);
    } catch (error) {
      await tryToRecord({
        phase: 'failed',
        step: step.kind,
        detail: { ...facts[step.kind], failure: messageOf(error) },
      });
      throw error;
    }
  }
  async function tell(status: Change['status'], summary: string): Promise<void> {
    if (verb === 'watch') return;
    const committedAt = facts.build?.committedAt;
    const change: Change = {
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
    await reportChange(config, change, say);
  }
  /** Each step, whatever became of the one before; a person's Ctrl-C no longer counts here. */
  async function runAll(steps: readonly Step[]): Promise<string[]> {
    const faults: string[] = [];
    for (const step of steps)
      await run(step, new AbortController().signal, tryToRecord).catch((error: unknown) => {
        faults.push(messageOf(error));
      });
    return faults;
  }
  async function end(intended: Outcome['status'], told: string): Promise<Outcome> {
    await tryToRecord({ phase: 'end', detail: { outcome: intended, sentence: told } });
    const status = unwritten.size === 0 ? intended : 'failed';
    const sentence = [told, ...[...unwritten].map((fault) => `Moreover ${fault}.`)].join(' ');
    await started;
    await tell(status, sentence);
    return { status, sentence };
  }

  await record({ phase: 'begin', detail: { by: config.by, release, previous, overrides, reason } });
  const started = tell('started', `${title} started.`);
  let isTouched = false;
  try {
    for (const step of plan.steps) {
      tools.signal.throwIfAborted();
      isTouched ||= step.kind === 'start';
      await run(step, tools.signal, record);
    }
  } catch (caught) {
    // What was waiting says only that it was aborted; the signal knows why.
    const error: unknown = tools.signal.aborted ? tools.signal.reason : caught;
    const faults = isTouched ? await runAll(plan.undo) : [];
    const serving = previous === undefined ? 'nothing serves' : `${previous} serves as before`;
    const left = faults.length === 0 ? serving : `taking it back failed too: ${faults.join('; ')}`;
    return end('failed', `${title} failed after ${seconds()} s: ${messageOf(error)}; ${left}.`);
  }
  say(`${release} serves`);
  const faults = await runAll(plan.cleanUp);
  if (faults.length > 0)
    return end('failed', `${title}: it serves, but cleaning up failed: ${faults.join('; ')}.`);
  return end('succeeded', `${title} done in ${seconds()} s; ${config.frontUrl} serves it.`);
}

function describeDetail(detail: StepDetail): string {
  const facts = Object.entries(detail)
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)])
    .filter(([, value]) => value !== '')
    .map((fact) => fact.join(' '));
  // Whole hashes are for the journal.
  return facts.length === 0
    ? ''
    : ` (${facts.join(', ')})`.replace(/\b([0-9a-f]{12})[0-9a-f]{28,52}\b/g, '$1');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
