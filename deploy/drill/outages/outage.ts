import type { TwoReleases } from '../two-releases.ts';

export interface Outage {
  readonly title: string;
  /** What was amiss, a sentence each. */
  readonly run: (two: TwoReleases) => Promise<string[]>;
}

/** No fault when the claim holds, else the sentence. */
export function unless(claim: boolean, fault: string): string[] {
  return claim ? [] : [fault];
}
