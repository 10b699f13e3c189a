/**
 * HAProxy's runtime commands, as text with the answers that mean success (management.txt, 9.3). Nothing runs here.
 */
import type { Slot } from './slot.ts';

export interface ProxyCommand {
  readonly text: string;
  readonly succeeds: RegExp;
}

export interface SlotAddress {
  readonly host: string;
  readonly port: number;
}

export type Weights = Readonly<Partial<Record<Slot, number>>>;

const silently = /^$/;

/** Sends a slot's traffic to an address, which is a number: the proxy asks no name server. */
export function addressSlot(backend: string, slot: Slot, { host, port }: SlotAddress): ProxyCommand {
  return {
    text: `set server ${backend}/${slot} addr ${host} port ${port}`,
    // In 2.6 the answer tells old and new; "no need to change" when they are the same.
    succeeds: /changed|no need to change/,
  };
}

/** Shares are by weight among the slots that are ready; 0 to 256. */
export function weighSlot(backend: string, slot: Slot, weight: number): ProxyCommand {
  return { text: `set server ${backend}/${slot} weight ${weight}`, succeeds: silently };
}

/** `ready` takes traffic, `drain` only ends what it has, `maint` is out and no longer checked. */
export function setSlotState(backend: string, slot: Slot, state: 'ready' | 'drain' | 'maint'): ProxyCommand {
  return { text: `set server ${backend}/${slot} state ${state}`, succeeds: silently };
}

/** Address first, state last: a slot never takes a request for the release that was there before. */
export function attachCommands(
  backend: string,
  slot: Slot,
  address: SlotAddress,
  weight: number,
): ProxyCommand[] {
  return [
    addressSlot(backend, slot, address),
    weighSlot(backend, slot, weight),
    setSlotState(backend, slot, 'ready'),
  ];
}

/** What each server of a backend is, in the form that the proxy reads when it starts (server-state-file). */
export function showServersState(backend: string): ProxyCommand {
  return { text: `show servers state ${backend}`, succeeds: /^1\n# be_id / };
}

/** The servers of one backend (type 4), as CSV. */
export function showServers(backend: string): ProxyCommand {
  return { text: `show stat ${backend} 4 -1`, succeeds: /^# pxname,/ };
}
