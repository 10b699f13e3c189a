/**
 * Symptoms of failing requests. Where an availability objective of the service counts the same requests, its recorded
 * counts are added up, which costs nothing; otherwise the raw counters are read.
 */
import { durationSeconds } from '../../duration.ts';
import { exactRange, recordedCount } from '../../event-counts.ts';
import type { Objective } from '../../objective.ts';
import { binary, call, chain, type Expr, increase, number, overRange } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import { isBeyondChance } from '../../significance.ts';
import type { RequestsSignal } from '../declared-signal.ts';
import type { RequestShare } from '../figures/figure.ts';
import { type ResolvedLevel, resolveLevels, symptomFigures } from '../figures.ts';
import { healthyTarget, isFloorNeeded, requestBursts } from '../proof/request-bursts.ts';
import { sampleOutside, sampleSeries } from '../proof/sample-series.ts';
import { type Measure, thresholdProof } from '../proof/threshold-proof.ts';
import { counterValues } from '../proof/timeline.ts';
import type { Symptom } from '../symptom.ts';
import { over, scrapeInterval, total, windowFor } from '../vectors.ts';
import { asPercent } from '../wording.ts';

export function requestSymptoms(signal: RequestsSignal, service: ServiceDefinition): Symptom[] {
  const { symptoms = {} } = service;
  return [
    ...resolveLevels(symptomFigures.High5xxRate, symptoms.High5xxRate).map(
      (level): Symptom => ({
        ...failedShare(signal, service, level),
        alert: 'High5xxRate',
        headline: `over ${asPercent(level.figures.thresholdRatio)} of requests fail`,
      }),
    ),
    ...resolveLevels(symptomFigures.High5xxVolume, symptoms.High5xxVolume).map(
      ({ severity, figures }): Symptom => {
        const window = windowFor(service, figures.window);
        const threshold = figures.thresholdPerSecond;
        return {
          alert: 'High5xxVolume',
          signal,
          severity,
          level: figures,
          expr: over(
            binary(counts(signal, service, window).failed, '/', number(durationSeconds(window))),
            threshold,
          ),
          headline: `over ${threshold} requests a second fail`,
          finding: `{{ $value | humanize }} requests a second failed in the last ${window}.`,
          proof: thresholdProof({
            ...countedMeasure(signal, service, figures, window),
            inputs: (phases, { labels, weight }) => {
              const failed = phases.map(({ steps, value }) => ({
                steps,
                value: value * weight * durationSeconds(scrapeInterval(service)),
              }));
              return requestSeries(signal, labels, failed, failed);
            },
            threshold,
            over: threshold * 1.02,
            notOver: [threshold * 0.98],
            calm: 0,
            extreme: threshold * 100,
          }),
        };
      },
    ),
    ...resolveLevels(symptomFigures.HighErrorRate, symptoms.HighErrorRate).map(
      (level): Symptom => ({
        ...failedShare(signal, service, level),
        alert: 'HighErrorRate',
        headline: `over ${asPercent(level.figures.thresholdRatio)} of requests fail`,
      }),
    ),
  ];
}

function failedShare(
  signal: RequestsSignal,
  service: ServiceDefinition,
  { severity, figures }: ResolvedLevel<RequestShare>,
): Omit<Symptom, 'alert' | 'headline'> {
  const { thresholdRatio, minimumFailures, chanceOfFalse } = figures;
  const window = windowFor(service, figures.window);
  const { all, failed } = counts(signal, service, window);
  const measure = countedMeasure(signal, service, figures, window);
  const perStep = 10_000;
  return {
    signal,
    severity,
    level: figures,
    expr: chain(
      'and',
      over(binary(failed, '/', all), thresholdRatio),
      ...(isFloorNeeded(figures) ? [binary(failed, '>=', number(minimumFailures))] : []),
      isBeyondChance(failed, all, healthyTarget(figures), chanceOfFalse),
    ),
    finding: `{{ $value | humanizePercentage }} of requests failed in the last ${window}.`,
    proof: thresholdProof({
      ...measure,
      inputs: (phases, { labels, weight }) =>
        requestSeries(
          signal,
          labels,
          phases.map(({ steps, value }) => ({ steps, value: perStep * weight * value })),
          phases.map(({ steps }) => ({ steps, value: perStep * weight })),
        ),
      threshold: thresholdRatio,
      over: thresholdRatio * 1.02,
      // Recorded counts are whole numbers of events; `increase` may be off by a rounding on a Prometheus 3.
      notOver: [thresholdRatio * 0.98, ...(measure.lagSteps === 0 ? [] : [thresholdRatio])],
      calm: 0,
      extreme: 1,
      more: requestBursts(
        {
          ...measure,
          window,
          inputs: (labels, bad, all) => requestSeries(signal, labels, bad, all),
        },
        figures,
        measure.lagSteps === 0 ? extrapolation : 0,
      ),
    }),
  };
}

/** By how much `increase` may be off in a window that is full of samples. */
const extrapolation = 0.01;

function countedMeasure(
  signal: RequestsSignal,
  service: ServiceDefinition,
  level: Measure['level'],
  window: NonNullable<Measure['window']>,
): Pick<Measure, 'signal' | 'level' | 'step' | 'window' | 'lagSteps' | 'combines'> {
  return {
    signal,
    level,
    step: scrapeInterval(service),
    window,
    // Recorded counts are read one scrape timeout late, which is a whole step in a test.
    lagSteps: recordingObjective(signal, service) === undefined ? 0 : 1,
    combines: 'sum',
  };
}

function counts(
  signal: RequestsSignal,
  service: ServiceDefinition,
  window: NonNullable<Measure['window']>,
): { all: Expr; failed: Expr } {
  const objective = recordingObjective(signal, service);
  if (objective === undefined)
    return {
      all: total(signal, increase(signal.total, window)),
      failed: total(signal, increase(signal.failed, window)),
    };
  const recorded = (what: 'total' | 'bad'): Expr =>
    total(
      // A recorded series carries logical labels.
      {},
      call(
        'sum_over_time',
        overRange(recordedCount(what, service, objective, scrapeInterval(service)), exactRange(window)),
      ),
    );
  return { all: recorded('total'), failed: recorded('bad') };
}

/** The availability objective that counts the very same requests. */
function recordingObjective(
  { total: all, failed, labels }: RequestsSignal,
  { objectives }: ServiceDefinition,
): Objective | undefined {
  const same = JSON.stringify([{ total: all, bad: failed }, labels ?? {}]);
  return objectives.find(
    ({ kind, events, labels: own = {} }) =>
      kind === 'availability' &&
      'bad' in events &&
      JSON.stringify([{ total: events.total, bad: events.bad }, own]) === same,
  );
}

function requestSeries(
  { total: all, failed }: RequestsSignal,
  labels: Readonly<Record<string, string>>,
  failedPhases: Parameters<Measure['inputs']>[0],
  allPhases: Parameters<Measure['inputs']>[0],
): ReturnType<Measure['inputs']> {
  const good = allPhases.map(({ steps, value }, index) => ({
    steps,
    value: value - (failedPhases[index]?.value ?? 0),
  }));
  return [
    { series: sampleSeries(failed, labels), values: counterValues(failedPhases) },
    { series: sampleOutside(all, failed, labels), values: counterValues(good) },
  ];
}
