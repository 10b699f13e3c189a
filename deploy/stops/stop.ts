/** What stands in the way of a deployment, though never of a rollback. */
export interface Stop {
  readonly kind: StopKind;
  /** What it is and until when, for the refusal and the record. */
  readonly sentence: string;
}

export type StopKind = 'freeze' | 'budget';

export interface StopFindings {
  readonly stops: readonly Stop[];
  /** What could not be found out. It stops nothing, and is said. */
  readonly unknown: readonly string[];
}
