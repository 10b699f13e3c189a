/** What a compiler's rules do, as data: which windows an alert reads, how, and when. */
export type Severity = 'critical' | 'warning';

export interface SimulatedTier {
  /** The alert that it belongs to; an alert of two tiers fires while either is true. */
  readonly alert: string;
  readonly severity: Severity;
  /** Share of bad requests that both windows must be over, 0 to 1. */
  readonly thresholdRatio: number;
  readonly longSeconds: number;
  readonly shortSeconds: number;
  readonly holdSeconds: number;
  readonly keepFiringSeconds: number;
  /** The rule group's interval. */
  readonly evaluationSeconds: number;
  /** What the long window's counts must show beside the ratio; none where the rules ask for none. */
  readonly isSignificant?: (bad: number, total: number) => boolean;
}

export interface RuleSet {
  readonly name: string;
  /**
   * `rate` reads the counters over a window as Prometheus' rate() does; `exact` adds up the differences between two
   * scrapes, read `latenessSeconds` late.
   */
  readonly reads: 'rate' | 'exact';
  readonly latenessSeconds: number;
  /** Interval of the group that reads the counters; groups of longer intervals read what it recorded. */
  readonly countsEverySeconds: number;
  /** Whether alerts are in another rule group than the records, and so are looked at up to one interval later. */
  readonly hasAlertsApart: boolean;
  readonly tiers: readonly SimulatedTier[];
}
