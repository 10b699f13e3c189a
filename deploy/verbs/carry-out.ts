import type { DeployConfig } from '../config.ts';
import { type Operation, runOperation, titleOf } from '../operation.ts';
import { claimIdentity } from '../state/identity.ts';
import { readJournal } from '../state/journal.ts';
import { foldOperations, newOperationId, openOperations } from '../state/operations.ts';
import { describePlan } from '../steps/describe-step.ts';
import { resumeOnTheWay } from './resume.ts';
import { underLock } from './under-lock.ts';

export interface VerbTools {
  readonly config: DeployConfig;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** Asks the person at the terminal; not there where nobody is. */
  readonly ask?: (question: string) => Promise<string>;
}

/**
 * What every verb that switches releases does: lock, end what was cut off, decide, show the plan, run it, say in one
 * line how it ended. A dry run shows the plan and touches nothing, not even the lock. Gives the exit code; a refusal is
 * thrown.
 */
export async function carryOut(
  verb: Operation['verb'],
  isDryRun: boolean,
  tools: VerbTools,
  decide: (startedAt: Date) => Promise<Omit<Operation, 'id' | 'verb' | 'startedAt'>>,
): Promise<number> {
  const { config, say } = tools;
  const startedAt = new Date();
  if (isDryRun) {
    const operations = foldOperations((await readJournal(config.root)).entries);
    for (const { operation } of openOperations(operations))
      say(`${operation} was cut off or is under way; when it is cut off, it is ended first.`);
    for (const line of describePlan((await decide(startedAt)).plan)) say(line);
    say(`${verb}: nothing was done (--dry-run).`);
    return 0;
  }
  return underLock(verb, tools, async (before) => {
    const operations = await resumeOnTheWay(before, tools);
    const decision = await decide(startedAt);
    await claimIdentity(config.root, config);
    say(`${titleOf({ verb, ...decision })}, ${config.service} in ${config.environment}:`);
    for (const line of describePlan(decision.plan)) say(line);
    const id = newOperationId(
      { ...config, verb },
      startedAt,
      operations.map(({ operation }) => operation),
    );
    const { status, sentence } = await runOperation({ id, verb, startedAt, ...decision }, tools);
    say(sentence);
    return status === 'succeeded' ? 0 : 1;
  });
}
