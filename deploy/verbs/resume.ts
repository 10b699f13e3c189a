import type { Plan } from '../plan.ts';
import { endMigrationFirst, planResume, planResumeOnTheWay, whyNoResume } from '../resume-plan.ts';
import { runResume } from '../run-resume.ts';
import type { Situation } from '../situation.ts';
import { claimIdentity } from '../state/identity.ts';
import { readJournal } from '../state/journal.ts';
import {
  describeOutcome,
  foldOperations,
  newOperationId,
  type OperationRecord,
  openOperations,
} from '../state/operations.ts';
import { lastWatch } from '../state/watcher.ts';
import { describePlan } from '../steps/describe-step.ts';
import { observe } from '../steps/observe.ts';
import type { VerbTools } from './carry-out.ts';
import { underLock } from './under-lock.ts';

export interface ResumeOptions {
  readonly reason: string | undefined;
  readonly isDryRun: boolean;
}

/** Finishes or undoes what was cut off, so that the current release serves, it alone, and nothing else runs. */
export async function resume({ reason, isDryRun }: ResumeOptions, tools: VerbTools): Promise<number> {
  const { config, say } = tools;
  if (isDryRun) {
    const { entries } = await readJournal(config.root);
    const operations = foldOperations(entries);
    const situation = await observe(config);
    const open = openOperations(operations);
    announce(open, say);
    const why = whyNoResume({ situation, open, watch: lastWatch(entries) });
    const plan = endMigrationFirst(planResume(situation), open);
    for (const line of why === undefined ? describePlan(plan) : [why]) say(line);
    say('resume: nothing was done (--dry-run).');
    return 0;
  }
  return underLock('resume', tools, async (operations) => {
    const situation = await observe(config);
    const open = openOperations(operations);
    const why = whyNoResume({ situation, open, watch: lastWatch((await readJournal(config.root)).entries) });
    if (why !== undefined) {
      say(why);
      return 0;
    }
    const { isDone } = await recover({ situation, operations, open, reason }, planResume(situation), tools);
    return isDone ? 0 : 1;
  });
}

/**
 * The first thing that a deploy or a rollback does. When it fails that is said, and they go on: they go by what is so,
 * and one of them may be what mends it. Gives the operations of the journal as it is then.
 */
export async function resumeOnTheWay(
  operations: readonly OperationRecord[],
  tools: VerbTools,
): Promise<readonly OperationRecord[]> {
  const open = openOperations(operations);
  if (open.length === 0) return operations;
  const { config } = tools;
  const situation = await observe(config);
  const reason = 'before another operation';
  await recover({ situation, operations, open, reason }, planResumeOnTheWay(situation), tools);
  return foldOperations((await readJournal(config.root)).entries);
}

interface Found {
  readonly situation: Situation;
  readonly operations: readonly OperationRecord[];
  readonly open: readonly OperationRecord[];
  readonly reason: string | undefined;
}

async function recover(found: Found, wayOn: Plan, tools: VerbTools): Promise<{ isDone: boolean }> {
  const { situation, operations, open, reason } = found;
  const plan = endMigrationFirst(wayOn, open);
  const { config, say } = tools;
  await claimIdentity(config.root, config);
  announce(open, say);
  for (const line of describePlan(plan)) say(line);
  const id = newOperationId(
    { ...config, verb: 'resume' },
    new Date(),
    operations.map(({ operation }) => operation),
  );
  const { status, sentence } = await runResume(
    { id, open, current: situation.pointer?.id, plan, reason },
    tools,
  );
  say(sentence);
  return { isDone: status === 'succeeded' };
}

function announce(open: readonly OperationRecord[], say: (line: string) => void): void {
  for (const operation of open) say(`${operation.operation} was ${describeOutcome(operation)}:`);
}
