/** For tests: what is so in the two slots, as short as it can be said. */
import type { Situation, SlotSituation } from '../situation.ts';

export type Place = Partial<{
  release: string;
  isRunning: boolean;
  state: 'up' | 'down' | 'drain' | 'maint';
}>;

function place(
  slot: 'blue' | 'green',
  { release, isRunning = true, state = 'maint' }: Place = {},
): SlotSituation {
  const port = slot === 'blue' ? 1001 : 1002;
  return {
    slot,
    record: release === undefined ? undefined : { release, port },
    isRunning: release !== undefined && isRunning,
    server: { slot, state, weight: 100, sessions: 0, requests: 0, address: `127.0.0.1:${port}` },
  };
}

export function situation(id: string | undefined, blue?: Place, green?: Place): Situation {
  const pointer = id === undefined ? undefined : { id, sequence: 1, previous: [] };
  return { pointer, slots: [place('blue', blue), place('green', green)] };
}
