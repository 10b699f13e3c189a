/** The two places in the proxy that releases take in turn (haproxy.cfg). */
export const slots = ['blue', 'green'] as const;
export type Slot = (typeof slots)[number];

export function otherSlot(slot: Slot): Slot {
  return slot === 'blue' ? 'green' : 'blue';
}
