/** Symptom of a disk that will be full soon, going by a straight line through its free space. */
import { durationOf, durationSeconds } from '../../duration.ts';
import { binary, call, number, overRange } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type { DiskSignal } from '../declared-signal.ts';
import type { Forecast } from '../figures/figure.ts';
import { resolveLevels, symptomFigures } from '../figures.ts';
import { placeOf } from '../proof/place.ts';
import { sampleSeries } from '../proof/sample-series.ts';
import type { InputSeries, Proof } from '../proof/scenario.ts';
import { stepsIn } from '../proof/threshold-proof.ts';
import type { Symptom } from '../symptom.ts';
import { perThing, shareOf, thingLabels, worstThing } from '../vectors.ts';

export function diskForecastSymptoms(signal: DiskSignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.DiskWillFill, service.symptoms?.DiskWillFill).map(
    ({ severity, figures }) => {
      const { withinSeconds, window, thresholdRatio } = figures;
      const freeThen = perThing(
        signal,
        call('predict_linear', overRange(signal.freeBytes, window), number(withinSeconds)),
      );
      const isShort = binary(
        shareOf(signal, signal.freeBytes, signal.sizeBytes),
        '<',
        number(thresholdRatio),
      );
      const isFullThen = binary(freeThen, '<', number(0));
      return {
        alert: 'DiskWillFill',
        signal,
        severity,
        level: figures,
        expr: worstThing(signal, binary(isShort, 'and', isFullThen), 'min'),
        headline: `a disk will be full within ${durationOf(withinSeconds)}`,
        finding: `{{ $value | humanizePercentage }} is free, and it falls as it did in the last ${window}.`,
        proof: forecastProof(signal, figures),
      };
    },
  );
}

/** Bytes that are free, at each step from 0. */
type Shape = (step: number) => number;

/** So small that one byte more or less is a difference. */
const sizeBytes = 10;

function forecastProof(signal: DiskSignal, figures: Forecast): Proof {
  const { window, withinSeconds, thresholdRatio } = figures;
  // Sixty samples in the window are enough; beyond five minutes a sample is not looked back at.
  const step = durationOf(Math.min(300, durationSeconds(window) / 60));
  const inWindow = stepsIn(window, step);
  const horizon = withinSeconds / durationSeconds(step);
  const hold = stepsIn(figures.hold, step);
  const keep = stepsIn(figures.keepFiringFor, step);
  const end = inWindow + hold + 5;
  /** Falls in a straight line: `ratio` of the disk is free at step `at`, and nothing `horizons` horizons later. */
  const falling =
    (ratio: number, at: number, horizons: number): Shape =>
    (now) =>
      sizeBytes * ratio * (1 - (now - at) / (horizon * horizons));
  const scenario = (name: string, shape: Shape, checks: Proof['scenarios'][number]['checks']) => ({
    name,
    setting: 'placed' as const,
    inputs: (environment: string) =>
      inputsOf(signal, shape, Math.max(...checks.map((check) => check.step)) + 1, environment),
    checks,
  });
  const calm = inWindow + 2;
  const drop: Shape = (now) => (now < calm ? 0.9 * thresholdRatio : 1e-6) * sizeBytes;
  const bad = firstFullWithin(drop, calm, inWindow, horizon);
  const lastBad = calm + inWindow - 2;
  return {
    step,
    scenarios: [
      scenario(
        'fires where it will be full just in time, and little enough is left',
        falling(0.98 * thresholdRatio, end - hold - 2, 0.96),
        [{ step: end, state: 'firing' }],
      ),
      scenario('is silent where it will be full just too late', falling(0.7 * thresholdRatio, end, 1.04), [
        { step: end, state: 'silent' },
      ]),
      scenario('is silent where more than enough is left', falling(1.02 * thresholdRatio, end, 0.7), [
        { step: end, state: 'silent' },
      ]),
      scenario('is silent where just enough is left', falling(thresholdRatio, end, 0.7), [
        { step: end, state: 'silent' },
      ]),
      scenario('waits for its hold, goes on for keep_firing_for, and ends once it is flat', drop, [
        { step: calm - 1, state: 'silent' },
        { step: bad + hold - 3, state: 'pending' },
        { step: bad + hold + 2, state: 'firing' },
        { step: lastBad + keep - 2, state: 'firing' },
        { step: lastBad + keep + 4, state: 'silent' },
      ]),
      {
        name: 'says nothing where there is no data',
        setting: 'empty',
        inputs: () => [],
        checks: [{ step: 30, state: 'silent' }],
      },
    ],
  };
}

/** A disk of this shape, and a calm one beside it. */
function inputsOf(signal: DiskSignal, shape: Shape, steps: number, environment: string): InputSeries[] {
  const per = thingLabels(signal);
  const disk = (thing: string, free: Shape): InputSeries[] => {
    const { labels } = placeOf(signal, per, { environment, thing });
    const values = Array.from({ length: steps }, (_, step) => free(step).toFixed(9));
    return [
      { series: sampleSeries(signal.freeBytes, labels), values: values.join(' ') },
      { series: sampleSeries(signal.sizeBytes, labels), values: `${sizeBytes}x${steps - 1}` },
    ];
  };
  const flat: Shape = () => sizeBytes / 2;
  return [...disk('a', shape), ...(per.length === 0 ? [] : disk('b', flat))];
}

/** The first step from `from` on at which least squares over the window see nothing left a horizon later. */
function firstFullWithin(shape: Shape, from: number, inWindow: number, horizon: number): number {
  let now = from;
  while (fitted(shape, now, inWindow, now + horizon) >= 0) now += 1;
  return now;
}

function fitted(shape: Shape, now: number, inWindow: number, at: number): number {
  const steps = Array.from({ length: inWindow + 1 }, (_, index) => now - index);
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanStep = mean(steps);
  const meanFree = mean(steps.map(shape));
  const slope =
    mean(steps.map((step) => (step - meanStep) * (shape(step) - meanFree))) /
    mean(steps.map((step) => (step - meanStep) ** 2));
  return meanFree + slope * (at - meanStep);
}
