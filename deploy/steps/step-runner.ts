/** Runs the steps of an operation, each written down before and after and told as it goes. */
import type { DeployConfig } from '../config.ts';
import type { Step } from '../plan.ts';
import { appendEntry, type NewEntry } from '../state/journal.ts';
import { describeStep } from './describe-step.ts';
import { performStep, type StepDetail } from './perform-step.ts';

export interface OperationTools {
  readonly config: DeployConfig;
  readonly say: (line: string) => void;
  /** Aborted when a person wants it stopped: until the pointer moves, that takes everything back. */
  readonly signal: AbortSignal;
}

type Fact = Pick<NewEntry, 'phase' | 'step' | 'detail'>;

export interface StepRunner {
  /** Since it began, by a clock that nobody can set. */
  readonly seconds: () => number;
  readonly say: (line: string) => void;
  readonly record: (fact: Fact) => Promise<void>;
  /** For what must happen even where nothing can be written down any more: a fault to report, no reason to stop. */
  readonly tryToRecord: (fact: Fact) => Promise<void>;
  /** What `tryToRecord` could not write down. */
  readonly unwritten: ReadonlySet<string>;
  /** What was found out, by the kind of the step. */
  readonly facts: Readonly<Record<string, StepDetail>>;
  /** Throws when the step fails, or what it did cannot be written down. */
  readonly run: (step: Step) => Promise<void>;
  /** The same once the pointer has moved: throws only when the step fails. */
  readonly tryToRun: (step: Step) => Promise<void>;
  /** Each step, whatever became of the one before; a person's Ctrl-C no longer counts here. Gives what failed. */
  readonly runAll: (steps: readonly Step[]) => Promise<string[]>;
  /** The same, but where traffic could not be sent back, what it goes to is left alone: users may have nothing else. */
  readonly takeBack: (steps: readonly Step[]) => Promise<string[]>;
}

export function stepRunner(
  { id, verb }: { readonly id: string; readonly verb: string },
  tools: OperationTools,
): StepRunner {
  const { config } = tools;
  const began = performance.now();
  const seconds = (): number => Number(((performance.now() - began) / 1_000).toFixed(1));
  const say = (line: string): void => tools.say(`[${seconds().toFixed(1).padStart(6)} s] ${line}`);
  const facts: Record<string, StepDetail> = {};
  const unwritten = new Set<string>();

  async function record(fact: Fact): Promise<void> {
    await appendEntry(config.root, { at: new Date().toISOString(), operation: id, verb, ...fact });
  }
  async function tryToRecord(fact: Fact): Promise<void> {
    await record(fact).catch((error: unknown) => {
      unwritten.add(`the journal in ${config.root} could not be written (${messageOf(error)})`);
    });
  }
  async function runStep(step: Step, signal: AbortSignal, write: typeof record): Promise<void> {
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
  async function runAll(steps: readonly Step[]): Promise<string[]> {
    const faults: string[] = [];
    for (const step of steps)
      await runStep(step, new AbortController().signal, tryToRecord).catch((error: unknown) => {
        faults.push(messageOf(error));
      });
    return faults;
  }
  async function takeBack(steps: readonly Step[]): Promise<string[]> {
    const first = steps.findLastIndex(({ kind }) => kind === 'serve') + 1;
    const faults = await runAll(steps.slice(0, first));
    return faults.length > 0 ? faults : runAll(steps.slice(first));
  }
  const run = (step: Step): Promise<void> => runStep(step, tools.signal, record);
  const tryToRun = (step: Step): Promise<void> => runStep(step, tools.signal, tryToRecord);
  return { seconds, say, record, tryToRecord, unwritten, facts, run, tryToRun, runAll, takeBack };
}

function describeDetail(detail: StepDetail): string {
  const facts = Object.entries(detail)
    .filter(([, value]) => Array.isArray(value) || typeof value !== 'object' || value === null)
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)])
    .filter(([, value]) => value !== '')
    .map((fact) => fact.join(' '));
  // Whole hashes are for the journal, and so is what has parts of its own.
  return facts.length === 0
    ? ''
    : ` (${facts.join(', ')})`.replace(/\b([0-9a-f]{12})[0-9a-f]{28,52}\b/g, '$1');
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
