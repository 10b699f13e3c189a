/** The shapes of a symptom's figures. Units are in the names; a ratio lies between 0 and 1. */
import type { Duration } from '../../duration.ts';

export type Severity = 'critical' | 'warning';

/** What every level of every symptom says. */
export interface Level {
  /** How long the condition must hold before anybody is told. */
  readonly hold: Duration;
  /** How long the alert goes on after it, so that a value at the edge does not ring twice. */
  readonly keepFiringFor: Duration;
  /** Why this number; whoever is told reads it in the alert. */
  readonly reason: string;
}

export type Levels<Of extends Severity, Figures extends Level> = Readonly<Record<Of, Figures>>;

/** A share of requests over a window, and what that window must hold before a share means anything. */
export interface RequestShare extends Level {
  readonly thresholdRatio: number;
  readonly window: Duration;
  readonly minimumFailures: number;
  /** Share of windows (0 to 1), at most, that a service at a fifth of the threshold may reach it in by chance. */
  readonly chanceOfFalse: number;
}

export interface FailureVolume extends Level {
  readonly thresholdPerSecond: number;
  readonly window: Duration;
}

/** The quantile `1 - slowRatio` is over `thresholdSeconds`: more than `slowRatio` of requests were slower than it. */
export interface SlowShare extends Level {
  readonly thresholdSeconds: number;
  readonly slowRatio: number;
  readonly window: Duration;
  readonly minimumSlow: number;
}

/** Something is down, or is not there any more; what vanished is missed in its environment for `rememberedFor`. */
export interface Down extends Level {
  readonly rememberedFor: Duration;
}

export interface RestartCount extends Level {
  readonly thresholdRestarts: number;
  readonly window: Duration;
  /**
   * Where the kubelet starts a container again, it waits for up to five minutes before each: a loop brings one start in
   * a window of five, and never more than a few in ten.
   */
  readonly pacedWindow: Duration;
}

export interface Ratio extends Level {
  readonly thresholdRatio: number;
}

export interface RatioOverWindow extends Ratio {
  readonly window: Duration;
}

/** Free space falls so that it ends `withinSeconds`, going by `window`, and less than `thresholdRatio` of it is left. */
export interface Forecast extends RatioOverWindow {
  readonly withinSeconds: number;
}

export interface Seconds extends Level {
  readonly thresholdSeconds: number;
}

/** A mean over a window in which there were `minimumCalls` at least. */
export interface MeanSeconds extends Seconds {
  readonly window: Duration;
  readonly minimumCalls: number;
}

export interface Waiting extends Level {
  readonly thresholdWaiting: number;
}

/** More events than this in a window. */
export interface EventCount extends Level {
  readonly thresholdEvents: number;
  readonly window: Duration;
}
