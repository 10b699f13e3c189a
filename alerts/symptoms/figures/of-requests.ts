/** What callers feel: errors, waiting, nobody there. */
import { minimumBadEvents } from '../../burn-rate.ts';
import type { Down, FailureVolume, Levels, RequestShare, RestartCount, SlowShare } from './figure.ts';

interface RequestFigures {
  readonly High5xxRate: Levels<'critical', RequestShare>;
  readonly High5xxVolume: Levels<'warning', FailureVolume>;
  readonly HighErrorRate: Levels<'warning' | 'critical', RequestShare>;
  readonly HighLatency: Levels<'warning' | 'critical', SlowShare>;
  readonly TargetDown: Levels<'critical', Down>;
  readonly RestartLoop: Levels<'critical', RestartCount>;
}

const meaningful = { minimumFailures: minimumBadEvents, chanceOfFalse: 0.001 } as const;

export const requestFigures: RequestFigures = {
  High5xxRate: {
    critical: {
      ...meaningful,
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
      keepFiringFor: '2m',
      reason: 'so many failures are many people, however small their share of a large traffic is',
    },
  },
  // A short window and a long hold: a failure that is over must not be told of after its end.
  HighErrorRate: {
    warning: {
      ...meaningful,
      thresholdRatio: 0.01,
      window: '1m',
      hold: '5m',
      keepFiringFor: '1m',
      reason: 'ten times what an objective of 99.9 % allows, and it goes on',
    },
    critical: {
      ...meaningful,
      thresholdRatio: 0.05,
      window: '1m',
      hold: '3m',
      keepFiringFor: '1m',
      reason: 'one caller in twenty gets an error, and nobody has stopped it for three minutes',
    },
  },
  HighLatency: {
    warning: {
      thresholdSeconds: 0.5,
      slowRatio: 0.05,
      minimumSlow: minimumBadEvents,
      window: '5m',
      hold: '5m',
      keepFiringFor: '5m',
      reason: 'from half a second on, waiting is felt',
    },
    critical: {
      thresholdSeconds: 2,
      slowRatio: 0.05,
      minimumSlow: minimumBadEvents,
      window: '5m',
      hold: '2m',
      keepFiringFor: '5m',
      reason: 'from two seconds on, people give up or press the button again, which makes it worse',
    },
  },
  TargetDown: {
    critical: {
      rememberedFor: '1h',
      hold: '2m',
      keepFiringFor: '1m',
      reason: 'a restart takes less than two minutes, and whoever is not scraped is watched by nobody',
    },
  },
  RestartLoop: {
    critical: {
      thresholdRestarts: 3,
      window: '5m',
      pacedWindow: '30m',
      hold: '0s',
      keepFiringFor: '5m',
      reason:
        'a deployment starts a process once; four starts in five minutes are a crash that repeats itself',
    },
  },
};
