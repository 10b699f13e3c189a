/** What is so now, as far as a switch of releases is concerned, and what follows from it. Nothing runs here. */
import { isServing, type ServerStat } from './proxy/server-stat.ts';
import { otherSlot, type Slot, slots } from './proxy/slot.ts';
import type { Pointer } from './state/pointer.ts';
import { addressOf, type SlotRecord } from './state/slots.ts';

export interface SlotSituation {
  readonly slot: Slot;
  /** What the engine put there last. */
  readonly record: SlotRecord | undefined;
  readonly isRunning: boolean;
  readonly server: ServerStat;
}

export interface Situation {
  readonly pointer: Pointer | undefined;
  readonly slots: readonly SlotSituation[];
}

/** Whether users reach this slot: the proxy sends to the very process that the engine started there. */
export function reachesUsers({ record, isRunning, server }: SlotSituation): boolean {
  return isRunning && isServing(server) && record !== undefined && server.address === addressOf(record);
}

export interface Switch {
  /** The slot that the next release takes. */
  readonly next: Slot;
  /** The slot to switch away from. */
  readonly old: SlotSituation | undefined;
}

/**
 * The slot to keep is the current release's, as long as it runs; after a crash in the middle of a switch, the one that
 * still reaches users.
 */
export function chooseSwitch({ pointer, slots: all }: Situation): Switch {
  const current = all.filter(({ record }) => record !== undefined && record.release === pointer?.id);
  const old =
    current.find(reachesUsers) ??
    all.find(reachesUsers) ??
    current.find(({ isRunning }) => isRunning) ??
    all.find(({ isRunning }) => isRunning) ??
    current[0];
  return { next: old === undefined ? slots[0] : otherSlot(old.slot), old };
}

/**
 * The same for going back to a release: where its process stands by, that is the slot, whatever became of the current
 * release's process.
 */
export function chooseWayBack(situation: Situation, release: string): Switch {
  const standby = situation.slots.find(
    (slot) => isStandby(slot, situation) && slot.record?.release === release,
  );
  if (standby === undefined) return chooseSwitch(situation);
  return { next: standby.slot, old: situation.slots.find(({ slot }) => slot !== standby.slot) };
}

/** Whether a process runs there that is not the current release's and that no user reaches. */
export function isStandby(slot: SlotSituation, { pointer }: Pick<Situation, 'pointer'>): boolean {
  return slot.isRunning && !reachesUsers(slot) && slot.record?.release !== pointer?.id;
}

/** The releases that users get, in the order of the slots. */
export function servingReleases({ slots: all }: Pick<Situation, 'slots'>): string[] {
  return all.filter(reachesUsers).map(({ record }) => record?.release ?? 'an unknown release');
}

/** One sentence when the pointer and the proxy disagree; undefined when the current release, and it alone, serves. */
export function disagreement({ pointer, slots: all }: Situation): string | undefined {
  const serving = servingReleases({ slots: all });
  if (pointer === undefined)
    return serving.length === 0 ? undefined : `${serving.join(' and ')} serves, but no release is current`;
  if (serving.length === 1 && serving[0] === pointer.id) return undefined;
  return serving.length === 0
    ? `${pointer.id} is current, but nothing serves`
    : `${pointer.id} is current, but users get ${serving.join(' and ')}`;
}
