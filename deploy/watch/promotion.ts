/** What is watched, and whether there still is something to watch for. Nothing is changed here. */
import type { DeployConfig } from '../config.ts';
import { otherSlot, type Slot } from '../proxy/slot.ts';
import { readPointer } from '../state/pointer.ts';
import { readSlots } from '../state/slots.ts';
import { targetOf } from '../target-of.ts';

export interface Promotion {
  readonly release: string;
  readonly slot: Slot;
  /** The release that it replaced, which stands by in the other slot. */
  readonly old: string;
  /** When the deployment began. */
  readonly startedAt: Date;
  readonly seconds: number;
}

/** A sentence when another release is current: a command that only holds the lock, or fails, moves no pointer. */
export async function whySuperseded(
  { release }: Promotion,
  { root }: DeployConfig,
): Promise<string | undefined> {
  const pointer = await readPointer(root);
  return pointer?.id === release ? undefined : `${pointer?.id ?? 'nothing'} is current by now`;
}

/** Whether it is good for all that is known: current, or followed by a later deployment. Nobody took it back. */
export async function isStillGood({ release }: Promotion, { root }: DeployConfig): Promise<boolean> {
  const pointer = await readPointer(root);
  return pointer !== undefined && [pointer.id, ...pointer.previous].includes(release);
}

/** A sentence when the old release no longer stands by: another deployment has cleared its slot, or its process ended. */
export async function whyUnbacked(
  { slot, old }: Promotion,
  config: DeployConfig,
): Promise<string | undefined> {
  const standby = otherSlot(slot);
  const isStandingBy =
    (await readSlots(config.root))[standby]?.release === old &&
    (await targetOf(config).isRunning(config, standby));
  return isStandingBy ? undefined : `${old} no longer stands by`;
}
