import { disagreement, isStandby, reachesUsers } from '../situation.ts';
import { readJournal } from '../state/journal.ts';
import { type LockState, lockState } from '../state/lock.ts';
import { describeOutcome, foldOperations, openOperations } from '../state/operations.ts';
import { addressOf } from '../state/slots.ts';
import { lastWatch, type WatchState } from '../state/watcher.ts';
import { observe } from '../steps/observe.ts';
import type { VerbTools } from './carry-out.ts';

/** Says what is current, what runs and what users really get. Exit code 1 when these disagree. */
export async function showStatus(isJson: boolean, { config, say }: VerbTools): Promise<number> {
  const situation = await observe(config);
  const { pointer, slots } = situation;
  const fault = disagreement(situation);
  const { entries, torn } = await readJournal(config.root);
  const operations = foldOperations(entries);
  const lock = await lockState(config.root);
  const watch = slots.some((slot) => isStandby(slot, situation)) ? lastWatch(entries) : undefined;
  const isUnderWay = lock !== undefined && !lock.isDead;
  const newest = operations.at(-1);
  const last =
    newest === undefined
      ? undefined
      : { ...newest, outcome: isUnderWay ? `under way, ${newest.place}` : describeOutcome(newest) };
  const cutOff = isUnderWay ? [] : openOperations(operations).map(({ operation }) => operation);
  const exitCode = fault === undefined && cutOff.length === 0 ? 0 : 1;
  if (isJson) {
    const shown = slots.map((slot) => ({ ...slot, reachesUsers: reachesUsers(slot) }));
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
  for (const place of slots) {
    const { slot, record, isRunning, server } = place;
    const holds = record === undefined ? 'empty' : `${record.release} at ${addressOf(record)}`;
    const running = isStandby(place, situation) ? ', running (stands by)' : ', running';
    const runs = record === undefined ? '' : isRunning ? running : ', not running';
    say(
      `${slot.padEnd(9)} ${holds}${runs}; proxy: ${server.state}, weight ${server.weight}, ${server.sessions} sessions`,
    );
  }
  if (lock !== undefined) say(`lock      ${describeLock(lock)}`);
  if (watch !== undefined) say(`watch     ${describeWatch(watch)}`);
  if (last !== undefined) say(`last      ${last.operation}: ${last.outcome}`);
  if (cutOff.length > 0)
    say(`cut off   ${cutOff.join(' ')}; "npm run deploy -- resume" ends it, or the next deploy or rollback`);
  if (torn !== undefined) say('journal   its last line is torn or being written; the next writer heals it');
  say(fault === undefined ? 'The proxy serves what is current.' : `${fault}.`);
  return exitCode;
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
