import { mkdir } from 'node:fs/promises';
import type { DeployConfig } from '../config.ts';
import { describePlan } from '../describe-step.ts';
import { type Operation, runOperation, titleOf } from '../operation.ts';
import { claimIdentity } from '../state/identity.ts';
import { acquireLock } from '../state/lock.ts';

export interface VerbTools {
  readonly config: DeployConfig;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** Asks the person at the terminal; not there where nobody is. */
  readonly ask?: (question: string) => Promise<string>;
}

/**
 * What every verb that changes something does: lock, decide, show the plan, run it, say in one line how it ended.
 * A dry run shows the plan and touches nothing, not even the lock. Gives the exit code; a refusal is thrown.
 */
export async function carryOut(
  verb: Operation['verb'],
  isDryRun: boolean,
  tools: VerbTools,
  decide: (startedAt: Date) => Promise<Omit<Operation, 'verb' | 'startedAt'>>,
): Promise<number> {
  const { config, say } = tools;
  const startedAt = new Date();
  if (isDryRun) {
    for (const line of describePlan((await decide(startedAt)).plan)) say(line);
    say(`${verb}: nothing was done (--dry-run).`);
    return 0;
  }
  await mkdir(config.root, { recursive: true });
  const lock = await acquireLock(config.root, { by: config.by, verb });
  try {
    if (lock.takenFrom !== undefined)
      say(
        `took over the lock of a ${lock.takenFrom.verb} by ${lock.takenFrom.by} since ${lock.takenFrom.since}: its process is dead.`,
      );
    const decision = await decide(startedAt);
    await claimIdentity(config.root, config);
    say(`${titleOf({ verb, ...decision })}, ${config.service} in ${config.environment}:`);
    for (const line of describePlan(decision.plan)) say(line);
    const { status, sentence } = await runOperation({ verb, startedAt, ...decision }, tools);
    say(sentence);
    return status === 'succeeded' ? 0 : 1;
  } finally {
    await lock.release();
  }
}
