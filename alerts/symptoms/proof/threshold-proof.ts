/**
 * The scenarios that every threshold has: fires over it and not up to it, only after its hold, ends after the window and
 * `keep_firing_for`, and says nothing where there is no data.
 *
 * A measure over a window of n steps that jumps from calm c to an extreme e crosses a threshold t once more than
 * m = n x (t - c) / (e - c) of its steps are bad, and falls below it when no more than m bad steps are left: that is how
 * the tests know when.
 */
import { type Duration, durationSeconds } from '../../duration.ts';
import type { DeclaredSignal } from '../declared-signal.ts';
import type { Level } from '../figures/figure.ts';
import { type Place, placeOf } from './place.ts';
import type { Check, InputSeries, Phase, Proof, Scenario } from './scenario.ts';

export interface Measure {
  readonly signal: DeclaredSignal;
  readonly level: Level;
  /** Time between two samples. */
  readonly step: Duration;
  /** Series that measure the phases' values at one place. */
  readonly inputs: (phases: readonly Phase[], place: Place) => InputSeries[];
  readonly threshold: number;
  /** Just over the threshold. */
  readonly over: number;
  /** Not over it: just below, and the threshold itself where arithmetic is exact. */
  readonly notOver: readonly number[];
  readonly calm: number;
  /** As bad as it gets, to find the moment. */
  readonly extreme: number;
  /** What the measure is taken over; none for a gauge. */
  readonly window?: Duration;
  /** Steps by which the measure lags behind its series. */
  readonly lagSteps?: number;
  /** The labels that tell things apart, and which of them counts: the worst, the best, or all of them together. */
  readonly per?: readonly string[];
  readonly combines: 'worst' | 'best' | 'sum';
  /** Where absence is a symptom too. */
  readonly firesWithoutData?: boolean;
  /** What only this symptom has. */
  readonly more?: readonly Scenario[];
}

export function thresholdProof(measure: Measure): Proof {
  const { firesWithoutData = false, more = [] } = measure;
  return {
    step: measure.step,
    scenarios: [
      firesOver(measure),
      ...measure.notOver.map((value) => silentAt(measure, value)),
      risesAndFalls(measure),
      firesWithoutData ? firesWithoutAnyData(measure) : silentWithoutData,
      ...more,
    ],
  };
}

/**
 * The threshold itself, where a ratio of two increases can be just that: a Prometheus 3 scales both by the same fraction,
 * which is exact only where one is a power of two times the other.
 */
export function exactRatio(threshold: number): number[] {
  return Number.isInteger(Math.log2(threshold)) ? [threshold] : [];
}

/** A whole number of steps, at least as long. */
export function stepsIn(duration: Duration, step: Duration): number {
  return Math.ceil(durationSeconds(duration) / durationSeconds(step));
}

function firesOver(measure: Measure): Scenario {
  const steps = windowSteps(measure) + holdSteps(measure) + lag(measure) + 4;
  return {
    name: 'fires just over its threshold',
    setting: 'placed',
    inputs: (environment) => inputsOf(measure, [{ steps, value: measure.over }], environment),
    checks: [{ step: steps - 1, state: 'firing' }],
  };
}

/** The part of a window that is as bad as it gets when the measure is just at its threshold. */
function worstShareAt({ threshold, calm, extreme }: Measure): number {
  return (threshold - calm) / (extreme - calm);
}

function silentAt(measure: Measure, value: number): Scenario {
  const steps = windowSteps(measure) + holdSteps(measure) + lag(measure) + 4;
  const phases = [{ steps, value }];
  return {
    name: value === measure.threshold ? 'is silent at its threshold' : 'is silent just below its threshold',
    // Two things that are both nearly bad: together they are not worse than each.
    setting: 'placed',
    inputs: (environment) =>
      measure.combines === 'best'
        ? inputsOf(measure, phases, environment)
        : ['a', 'b'].flatMap((thing) =>
            measure.inputs(
              phases,
              at(measure, { environment, thing, weight: measure.combines === 'sum' ? 0.5 : 1 }),
            ),
          ),
    checks: [{ step: steps - 1, state: 'silent' }],
  };
}

function risesAndFalls(measure: Measure): Scenario {
  const inWindow = windowSteps(measure);
  const needed = measure.window === undefined ? 0 : Math.floor(inWindow * worstShareAt(measure) + 1e-9);
  const hold = holdSteps(measure);
  const keep = stepsIn(measure.level.keepFiringFor, measure.step);
  const calm = inWindow + 2;
  const extreme = needed + hold + 6;
  const bad = calm + needed + lag(measure);
  const lastBad = calm + extreme - 1 + lag(measure) + (inWindow - needed - 1);
  const phases = [
    { steps: calm, value: measure.calm },
    { steps: extreme, value: measure.extreme },
    { steps: inWindow + keep + 6, value: measure.calm },
  ];
  const waits: Check[] = hold >= 4 ? [{ step: bad + hold - 2, state: 'pending' }] : [];
  return {
    name: 'waits for its hold, goes on for keep_firing_for, and ends',
    setting: 'placed',
    inputs: (environment) => inputsOf(measure, phases, environment),
    checks: [
      { step: calm - 1, state: 'silent' },
      ...waits,
      { step: bad + hold + 2, state: 'firing' },
      { step: lastBad + Math.max(0, keep - 1), state: 'firing' },
      { step: lastBad + keep + 3, state: 'silent' },
    ],
  };
}

const silentWithoutData: Scenario = {
  name: 'says nothing where there is no data',
  setting: 'empty',
  inputs: () => [],
  checks: [{ step: 60, state: 'silent' }],
};

function firesWithoutAnyData(measure: Measure): Scenario {
  const hold = holdSteps(measure);
  return {
    name: 'fires where there is no data at all',
    setting: 'empty',
    inputs: () => [],
    checks: [
      ...(hold >= 4 ? [{ step: hold - 2, state: 'pending', isPlaceless: true } as const] : []),
      { step: hold + 2, state: 'firing', isPlaceless: true },
    ],
  };
}

/** The phases at one thing, or in both halves of a whole; and a thing beside it that must not matter. */
function inputsOf(measure: Measure, phases: readonly Phase[], environment: string): InputSeries[] {
  if (measure.combines === 'sum')
    return ['a', 'b'].flatMap((thing) =>
      measure.inputs(phases, at(measure, { environment, thing, weight: 0.5 })),
    );
  const steps = phases.reduce((sum, phase) => sum + phase.steps, 0);
  // Where the best one counts, the other is worse still.
  const value = measure.combines === 'worst' ? measure.calm : measure.extreme;
  return [
    ...measure.inputs(phases, at(measure, { environment, thing: 'a' })),
    ...measure.inputs([{ steps, value }], at(measure, { environment, thing: 'b' })),
  ];
}

function at(measure: Measure, where: Parameters<typeof placeOf>[2]): Place {
  return placeOf(measure.signal, measure.per ?? ['instance'], where);
}

function windowSteps({ window, step }: Measure): number {
  return window === undefined ? 1 : stepsIn(window, step);
}

function holdSteps({ level, step }: Measure): number {
  return stepsIn(level.hold, step);
}

function lag({ lagSteps = 0 }: Measure): number {
  return lagSteps;
}
