import { type Slot, slots } from '../proxy/slot.ts';
import { disagreement, isStandby, reachesUsers, type Situation, type SlotSituation } from '../situation.ts';
import { readJournal } from '../state/journal.ts';
import { type LockState, lockState } from '../state/lock.ts';
import { describeOutcome, foldOperations, openOperations } from '../state/operations.ts';
import { readPointer } from '../state/pointer.ts';
import { addressOf, readSlots, type SlotRecord } from '../state/slots.ts';
import { lastWatch, type WatchState } from '../state/watcher.ts';
import { observe, requireOwnRoot } from '../steps/observe.ts';
import { messageOf } from '../steps/step-runner.ts';
import type { VerbTools } from './carry-out.ts';

/**
 * Says what is current, what runs and what users really get. Exit code 1 when these disagree, when something was cut off,
 * and when the proxy or what runs the releases does not answer: what the files tell is said all the same.
 */
export async function showStatus(isJson: boolean, { config, say }: VerbTools): Promise<number> {
  const { root } = config;
  await requireOwnRoot(config);
  const situation = await observe(config).catch((error: unknown) => messageOf(error));
  const isSeen = typeof situation !== 'string';
  const pointer = isSeen ? situation.pointer : await readPointer(root);
  const fault = isSeen ? disagreement(situation) : `What users get is not known: ${situation}`;
  const { entries, torn } = await readJournal(root);
  const operations = foldOperations(entries);
  const lock = await lockState(root);
  const hasStandby = isSeen && situation.slots.some((slot) => isStandby(slot, situation));
  const watch = hasStandby ? lastWatch(entries) : undefined;
  const newest = operations.at(-1);
  // A command that is refused holds the lock for a moment too, and so does one that only prunes.
  const isUnderWay = lock !== undefined && !lock.isDead && newest?.outcome === 'cut off';
  const last =
    newest === undefined
      ? undefined
      : { ...newest, outcome: isUnderWay ? `under way, ${newest.place}` : describeOutcome(newest) };
  const cutOff = isUnderWay ? [] : openOperations(operations).map(({ operation }) => operation);
  const exitCode = fault === undefined && cutOff.length === 0 ? 0 : 1;
  if (isJson) {
    const shown = isSeen
      ? situation.slots.map((slot) => ({ ...slot, reachesUsers: reachesUsers(slot) }))
      : await unseenSlots(root);
    say(
      JSON.stringify(
        { current: pointer, slots: shown, lock, watch, last, cutOff, disagreement: fault, torn },
        undefined,
        2,
      ),
    );
    return exitCode;
  }
  say(`current   ${pointer === undefined ? 'none' : `${pointer.id}, number ${pointer.sequence}`}`);
  say(`previous  ${pointer?.previous.join(' ') || 'none'}`);
  for (const line of isSeen
    ? situation.slots.map((slot) => describeSlot(slot, situation))
    : (await unseenSlots(root)).map(({ slot, record }) => `${slot.padEnd(9)} ${describeRecord(record)}`))
    say(line);
  if (lock !== undefined) say(`lock      ${describeLock(lock)}`);
  if (watch !== undefined) say(`watch     ${describeWatch(watch)}`);
  if (last !== undefined) say(`last      ${last.operation}: ${last.outcome}`);
  if (cutOff.length > 0)
    say(`cut off   ${cutOff.join(' ')}; "npm run deploy -- resume" ends it, or the next deploy or rollback`);
  if (torn !== undefined) say('journal   its last line is torn or being written; the next writer heals it');
  say(fault === undefined ? 'The proxy serves what is current.' : `${fault}.`);
  return exitCode;
}

async function unseenSlots(root: string): Promise<{ slot: Slot; record: SlotRecord | undefined }[]> {
  const records = await readSlots(root);
  return slots.map((slot) => ({ slot, record: records[slot] }));
}

function describeSlot(place: SlotSituation, situation: Situation): string {
  const { slot, record, isRunning, server } = place;
  const running = isStandby(place, situation) ? ', running (stands by)' : ', running';
  const runs = record === undefined ? '' : isRunning ? running : ', not running';
  return `${slot.padEnd(9)} ${describeRecord(record)}${runs}; proxy: ${server.state}, weight ${server.weight}, ${server.sessions} sessions`;
}

function describeRecord(record: SlotRecord | undefined): string {
  return record === undefined ? 'empty' : `${record.release} at ${addressOf(record)}`;
}

function describeLock({ owner, isDead, beat }: LockState): string {
  const { verb, by, process, host, since } = owner;
  const life = isDead ? 'its process is dead' : `last heard of at ${beat?.at ?? 'no time'}`;
  return `${verb} by ${by}, pid ${process.pid} on ${host}, since ${since}; ${life}`;
}

function describeWatch({ until, pid, host, isWatching }: WatchState): string {
  return isWatching
    ? `until ${until}, by pid ${pid} on ${host}, which rolls back by itself`
    : `nobody watches any more (pid ${pid} on ${host}, until ${until}); "npm run deploy -- resume" ends the standby`;
}
