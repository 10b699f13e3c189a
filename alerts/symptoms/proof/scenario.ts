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
  /** Unique within its symptom; a behaviour, which a failing test names. */
  readonly name: string;
  /**
   * `placed` scenarios run beside each other, each in an environment of its own; one that is `alone` needs the rest of
   * its signal's series to be absent; an `empty` one has no series at all.
   */
  readonly setting: 'placed' | 'alone' | 'empty';
  /** Its series in this environment. */
  readonly inputs: (environment: string) => readonly InputSeries[];
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
