import { observe } from '../native/observe.ts';
import { disagreement, isStandby, reachesUsers } from '../situation.ts';
import { lastOperation, readJournal } from '../state/journal.ts';
import { lockOwner } from '../state/lock.ts';
import type { VerbTools } from './carry-out.ts';

/** Says what is current, what runs and what users really get. Exit code 1 when these disagree. */
export async function showStatus(isJson: boolean, { config, say }: VerbTools): Promise<number> {
  const situation = await observe(config);
  const { pointer, slots } = situation;
  const fault = disagreement(situation);
  const { entries } = await readJournal(config.root);
  const last = lastOperation(entries);
  const owner = await lockOwner(config.root);
  const exitCode = fault === undefined ? 0 : 1;
  if (isJson) {
    const shown = slots.map((slot) => ({ ...slot, reachesUsers: reachesUsers(slot) }));
    say(
      JSON.stringify(
        { current: pointer, slots: shown, lock: owner, last, disagreement: fault },
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
    const holds = record === undefined ? 'empty' : `${record.release} on port ${record.port}`;
    const running = isStandby(place, situation) ? ', running (stands by)' : ', running';
    const runs = record === undefined ? '' : isRunning ? running : ', not running';
    say(
      `${slot.padEnd(9)} ${holds}${runs}; proxy: ${server.state}, weight ${server.weight}, ${server.sessions} sessions`,
    );
  }
  if (owner !== undefined)
    say(`lock      ${owner.verb} by ${owner.by}, pid ${owner.process.pid}, since ${owner.since}`);
  if (last !== undefined) say(`last      ${last.operation}: ${last.outcome}`);
  say(fault === undefined ? 'The proxy serves what is current.' : `${fault}.`);
  return exitCode;
}
