/** What a symptom's promtool tests say: series over time, and what must be seen of the alert at which step. */
import type { Duration } from '../../duration.ts';

export interface InputSeries {
  readonly series: string;
  /** promtool's notation, one value a step. */
  readonly values: string;
}

/** `silent` is no alert, not even one that waits for its hold. */
export type AlertState = 'silent' | 'pending' | 'firing';

export interface Check {
  /** Steps from the start. */
  readonly step: number;
  readonly state: AlertState;
  /** The alert has no environment of the series: all of them are gone. */
  readonly isPlaceless?: boolean;
}

export interface Scenario {
  readonly name: string;
  readonly inputs: readonly InputSeries[];
  readonly checks: readonly Check[];
}

export interface Proof {
  /** Time between two samples and two evaluations. */
  readonly step: Duration;
  readonly scenarios: readonly Scenario[];
}

/** So many steps of one measured value. */
export interface Phase {
  readonly steps: number;
  readonly value: number;
}
