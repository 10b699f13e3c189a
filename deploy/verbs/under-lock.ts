import { mkdir } from 'node:fs/promises';
import { whereFrom } from '../origin.ts';
import { appendEntry, readJournal } from '../state/journal.ts';
import { acquireLock, type Lock } from '../state/lock.ts';
import { writeNotesDown } from '../state/notes.ts';
import { foldOperations, newOperationId, type OperationRecord } from '../state/operations.ts';
import type { VerbTools } from './carry-out.ts';

/**
 * Runs something with the lock held and the journal known to be sound. What was found amiss on the way in, a dead
 * owner's lock or a torn line, is said and written down, and so is what others could not write while it was held.
 */
export async function underLock<T>(
  verb: string,
  { config, say }: VerbTools,
  action: (operations: readonly OperationRecord[]) => Promise<T>,
): Promise<T> {
  const { root } = config;
  await mkdir(root, { recursive: true });
  const lock = await acquireLock(root, { by: config.by, verb });
  try {
    const { entries, torn } = await readJournal(root);
    if (torn !== undefined)
      say(`the last line of the journal was torn by a crash; it is cut off (${JSON.stringify(torn)}).`);
    const operations = foldOperations(entries);
    const taken = operations.map(({ operation }) => operation);
    await recordTakeover(lock, verb, config, taken, say);
    await writeNotesDown(root, taken);
    return await action(operations);
  } finally {
    if (lock.heartbeatFault !== undefined) say(`the lock's heartbeat failed: ${lock.heartbeatFault}`);
    await lock.release();
  }
}

async function recordTakeover(
  { takenFrom }: Lock,
  verb: string,
  config: VerbTools['config'],
  taken: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  if (takenFrom === undefined) return;
  const now = new Date();
  await appendEntry(config.root, {
    at: now.toISOString(),
    operation: newOperationId({ ...config, verb }, now, taken),
    verb,
    phase: 'takeover',
    detail: { by: config.by, from: whereFrom(), takenFrom },
  });
  say(
    `took over the lock of a ${takenFrom.verb} by ${takenFrom.by} since ${takenFrom.since}: its process is dead.`,
  );
}
