import type { signals } from '../../service/signals.ts';

/** What stands in the way of a deployment, though never of a rollback. */
export interface Stop {
  readonly kind: StopKind;
  /** What it is and until when, for the refusal and the record. */
  readonly sentence: string;
  /** What to do instead of deploying now; a sentence without its period. */
  readonly instead: string;
}

/** As they are counted, once overridden. */
export type StopKind = (typeof signals)['deployOverrides']['labels']['stop'][number];

export interface StopFindings {
  readonly stops: readonly Stop[];
  /** What could not be found out. It stops nothing, and is said. */
  readonly unknown: readonly string[];
}
