/** A release's counts as they stood at each look, newest last. */
import type { Count } from '../../alerts/firing-clauses.ts';
import { countSince } from '../gate/release-counts.ts';

interface Look extends Count {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export class CountHistory {
  /** The release's birth, when it had counted nothing, and every look since. */
  #looks: Look[];

  constructor(bornAt: number) {
    this.#looks = [{ at: bornAt, bad: 0, total: 0 }];
  }

  add(at: number, { bad, total }: Count): void {
    const last = this.#looks.at(-1);
    // A counter that fell was reset: the process was started again, and counts from zero.
    if (last !== undefined && countSince(last, { bad, total }) === undefined)
      this.#looks = [{ at: last.at, bad: 0, total: 0 }];
    this.#looks.push({ at, bad, total });
  }

  /** What came between the first look within the window and the last. */
  over(windowSeconds: number, now: number): Count {
    const first = this.#looks.find(({ at }) => at >= now - 1_000 * windowSeconds);
    const last = this.#looks.at(-1);
    if (first === undefined || last === undefined) return { bad: 0, total: 0 };
    return countSince(first, last) ?? { bad: 0, total: 0 };
  }
}
