/** What a drill is: a fault, the alert that must find it, the runbook that must end it, and what recovered means. */

/** A change to the source of a release, as a person would make it by mistake. */
export interface SourcePatch {
  /** Path from the repository's root. */
  readonly file: string;
  /** Must stand in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

export interface Drill {
  readonly name: string;
  readonly title: string;
  readonly service: string;
  readonly environment: 'staging';
  readonly fault: {
    readonly summary: string;
    /** The release that goes out is the source with these patches. */
    readonly patches: readonly SourcePatch[];
    /** What the users' notes begin to hold, and the share of notes that do. */
    readonly carriedText: string;
    readonly carriedShare: number;
    /** The route that must turn up in the evidence. */
    readonly route: string;
  };
  /** The shipped alert that must fire. */
  readonly alert: string;
  /** The objective that must be met again. */
  readonly objective: string;
  /** The steps of the alert's runbook, in the order in which they are walked. */
  readonly walk: readonly string[];
}
