import { requireIdentity } from '../state/identity.ts';
import { readJournal } from '../state/journal.ts';
import { describeOutcome, foldOperations, type OperationRecord } from '../state/operations.ts';
import type { VerbTools } from './carry-out.ts';

/** Lists the operations, oldest first: when, who, what, the gate's verdict, how it ended and how long it took. */
export async function showHistory(isJson: boolean, { config, say }: VerbTools): Promise<number> {
  await requireIdentity(config.root, config);
  const operations = foldOperations((await readJournal(config.root)).entries);
  if (isJson) say(JSON.stringify(operations, undefined, 2));
  else if (operations.length === 0) say(`nothing was done in ${config.root} yet.`);
  else for (const operation of operations) say(describeOperation(operation));
  return 0;
}

function describeOperation(operation: OperationRecord): string {
  const { startedAt, by, verb, release, verdict, seconds, reason, resumes } = operation;
  return [
    startedAt,
    (by ?? 'somebody').padEnd(8),
    verb.padEnd(8),
    (release ?? (verb === 'resume' ? 'nothing current' : '')).padEnd(18),
    describeOutcome(operation),
    ...(seconds === undefined ? [] : [`in ${seconds.toFixed(1)} s`]),
    ...(verdict === undefined ? [] : [`gate: ${verdict}`]),
    ...(resumes === undefined ? [] : [`ends ${resumes}`]),
    ...(reason === undefined ? [] : [`reason: ${reason}`]),
  ].join('  ');
}
