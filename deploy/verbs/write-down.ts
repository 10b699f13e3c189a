import { appendEntry, type NewEntry } from '../state/journal.ts';
import { LockHeld, lockOwner } from '../state/lock.ts';
import { leaveNote } from '../state/notes.ts';
import { messageOf } from '../steps/step-runner.ts';
import type { VerbTools } from './carry-out.ts';
import { underLock } from './under-lock.ts';

/**
 * One line in the journal for what was done elsewhere and holds already, which therefore waits for nobody: while another
 * command has the lock, the line is left as a note for the next one (state/notes.ts).
 */
export async function writeDown(entry: NewEntry, tools: VerbTools): Promise<void> {
  const { config, say } = tools;
  const { root } = config;
  try {
    await underLock(entry.verb, tools, () => appendEntry(root, entry));
  } catch (error) {
    if (!(error instanceof LockHeld))
      throw new Error(`it holds, but the journal has no line of it: ${messageOf(error)}.`, { cause: error });
    await leaveNote(root, entry);
    const owner = await lockOwner(root);
    const holder = owner === undefined ? 'another command' : `a ${owner.verb} by ${owner.by}`;
    say(`${holder} holds the lock and goes on; the next command writes this into the journal.`);
  }
}
