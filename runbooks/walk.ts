/** Walks a runbook: shows each step, asks before anything risky, runs it, and hands the result to be recorded. */
import type { Step } from './runbook.ts';
import { runStep, type StepResult } from './runbook-step.ts';

export interface Walk {
  readonly steps: readonly Step[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asked before each step that changes something; false leaves the step out and ends the walk. */
  readonly confirm: (step: Step) => Promise<boolean>;
  /** Keeps the step on the incident. It must not throw: a remedy never waits for the record. */
  readonly record: (step: Step, result: StepResult) => Promise<void>;
  readonly print: (text: string) => void;
  /** Where steps are recorded while they run. */
  readonly runDir?: string | undefined;
  /** Aborted, the step that runs is ended and no other begins. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What the walk came to. A fault ends it, since the next step builds on it; a question of the diagnosis that got no
 * answer does not, since whoever walks may know enough to go on to the remedy.
 */
export type WalkOutcome =
  | 'done'
  | { readonly unanswered: readonly string[] }
  | { readonly stoppedAt: string; readonly reason: string };

export async function walkRunbook(walk: Walk): Promise<WalkOutcome> {
  const { cwd, env, runDir, signal, print } = walk;
  const unanswered: string[] = [];
  for (const step of walk.steps) {
    if (signal?.aborted) return { stoppedAt: step.name, reason: reasonOf(signal) };
    walk.print(`\n${step.section}: ${step.name}${step.risk === 'none' ? '' : ` (changes ${step.risk})`}\n`);
    walk.print(`${step.command.replace(/^/gm, '  $ ')}\n`);
    if (step.risk !== 'none' && !(await walk.confirm(step)))
      return { stoppedAt: step.name, reason: signal?.aborted ? reasonOf(signal) : 'not confirmed' };
    const result = await runStep(step, { cwd, env, runDir, signal, onOutput: print });
    await walk.record(step, result);
    if (result.fault === undefined) continue;
    if (signal?.aborted || !isQuestion(step)) return { stoppedAt: step.name, reason: result.fault };
    print(`${step.name} has no answer (${result.fault}); the walk goes on without it.\n`);
    unanswered.push(step.name);
  }
  return unanswered.length === 0 ? 'done' : { unanswered };
}

function isQuestion({ section, risk }: Step): boolean {
  return section === 'Diagnosis' && risk === 'none';
}

function reasonOf({ reason }: AbortSignal): string {
  return reason instanceof Error ? reason.message : String(reason);
}
