/**
 * Scenarios of few events: what they look like means nothing until there are enough of them. All of a burst comes within
 * one step, and half as much came just before its window. So a rule that looks back too far sees half as much again, and
 * one that does not look back far enough sees nothing when the burst is about to leave the window.
 */
import type { DeclaredSignal } from '../declared-signal.ts';
import type { Level } from '../figures/figure.ts';
import { placeOf } from './place.ts';
import type { InputSeries, Phase, Scenario } from './scenario.ts';
import { type Measure, stepsIn } from './threshold-proof.ts';

export interface BurstSetting {
  readonly signal: DeclaredSignal;
  readonly level: Level;
  readonly step: Measure['step'];
  readonly window: NonNullable<Measure['window']>;
  readonly lagSteps?: number;
  readonly per?: readonly string[];
  /** Series of bad events, or what stands for them, and of all events, in each phase. */
  readonly inputs: (
    labels: Readonly<Record<string, string>>,
    bad: readonly Phase[],
    all: readonly Phase[],
  ) => InputSeries[];
}

/** Counts may be fractions: counters are numbers, and a threshold is told best by what is just beside it. */
export interface Burst {
  readonly name: string;
  readonly bad: number;
  readonly all: number;
  readonly isSeen: boolean;
}

export function burstScenario(setting: BurstSetting, { name, bad, all, isSeen }: Burst): Scenario {
  const { signal, level, step, window, lagSteps = 0, per = ['instance'], inputs } = setting;
  const inWindow = stepsIn(window, step);
  const quiet = 4;
  const gap = inWindow + 1;
  const phases = (amount: number): Phase[] => [
    { steps: quiet, value: 0 },
    { steps: 1, value: amount / 2 },
    { steps: gap, value: 0 },
    { steps: 1, value: amount },
    { steps: inWindow + 4, value: 0 },
  ];
  const seenAt = quiet + 1 + gap + lagSteps;
  const hold = stepsIn(level.hold, step);
  return {
    name,
    setting: 'placed',
    inputs: (environment) => inputs(placeOf(signal, per, { environment }).labels, phases(bad), phases(all)),
    checks: [1, inWindow - 2].map((later) => ({
      step: seenAt + later,
      state: isSeen ? (later < hold ? 'pending' : 'firing') : 'silent',
    })),
  };
}
