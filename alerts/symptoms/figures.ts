/**
 * Every symptom's figures: from which value on somebody is told, how long it must hold, and why just then. Units are
 * in the names. A catalog file may set its own (`symptoms`), with its own reason.
 *
 * A ratio lies between 0 and 1. `minimumEvents` is what the window must hold at least before its ratio means anything.
 */
import type { Duration } from '../duration.ts';
import type { OwnerName } from '../owners.ts';

export type Severity = 'critical' | 'warning';

interface Level {
  /** How long the condition must hold before anybody is told. */
  readonly hold: Duration;
  /** How long the alert goes on after it, so that a value at the edge does not ring twice. */
  readonly keepFiringFor: Duration;
  /** Why this number; people on call read it in the alert. */
  readonly reason: string;
}

/** Only what counts, beside `Level`: the unit is in the name, and every value is a number or a window. */
type Figures = Level & Readonly<Record<string, number | string>>;

export const symptomFigures = {
  High5xxRate: {
    critical: {
      thresholdRatio: 0.05,
      window: '1m',
      hold: '2m',
      keepFiringFor: '1m',
      reason: 'one caller in twenty gets an error, which people notice and talk about',
    },
  },
  High5xxVolume: {
    warning: {
      thresholdPerSecond: 10,
      window: '1m',
      hold: '1m',
      keepFiringFor: '1m',
      reason: 'so many failures are many people, however small their share of a large traffic',
    },
  },
  HighErrorRate: {
    warning: {
      thresholdRatio: 0.01,
      window: '10m',
      hold: '5m',
      keepFiringFor: '5m',
      reason: 'ten times what an objective of 99.9 % allows, and it goes on',
    },
    critical: {
      thresholdRatio: 0.05,
      window: '10m',
      hold: '0s',
      keepFiringFor: '5m',
      reason: 'seen over ten minutes, so that a service of few requests is heard too',
    },
  },
  HighLatency: {
    warning: {
      thresholdSeconds: 0.5,
      slowRatio: 0.05,
      window: '5m',
      hold: '5m',
      keepFiringFor: '5m',
      reason: 'the 95th percentile is over half a second, where waiting starts to be felt',
    },
    critical: {
      thresholdSeconds: 2,
      slowRatio: 0.05,
      window: '5m',
      hold: '2m',
      keepFiringFor: '5m',
      reason: 'the 95th percentile is over two seconds, where people give up or press the button again',
    },
  },
} as const satisfies Readonly<Record<string, Partial<Record<Severity, Figures>>>>;

export type SymptomName = keyof typeof symptomFigures;

/** A figure's own value is of no concern to its type: only that it is a number of this unit, or a window. */
type Widened<T> = {
  readonly [K in keyof T]: T[K] extends number ? number : K extends 'reason' ? string : Duration;
};

export type FiguresOf<Name extends SymptomName, Of extends keyof (typeof symptomFigures)[Name]> = Widened<
  (typeof symptomFigures)[Name][Of]
>;

/** Other figures, which need their own reason, or the reason why there is no such alert. */
type Adjustment<T> = (Partial<Omit<T, 'reason'>> & { readonly reason: string }) | { readonly off: string };

/**
 * Where a service's symptoms are not the ordinary ones:
 * `{ HighLatency: { warning: { thresholdSeconds: 1, reason: 'answers carry a report' } } }`, or who is told, or
 * `{ off: 'reason' }` for a level or for the whole symptom.
 */
export type SymptomAdjustments = {
  readonly [Name in SymptomName]?:
    | { readonly off: string }
    | ({ readonly owner?: OwnerName } & {
        readonly [Of in keyof (typeof symptomFigures)[Name]]?: Adjustment<FiguresOf<Name, Of>>;
      });
};
