/**
 * Symptoms of slow requests. A quantile is over a bucket's edge exactly when more than the rest of the requests are
 * slower than that edge: "p95 over 0.5 s" is "over 5 % slower than 0.5 s". So nothing is interpolated, and a threshold
 * between two edges, which the histogram cannot tell, is refused.
 */
import { durationSeconds } from '../../duration.ts';
import { binary, chain, increase, matches, narrow, number } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type { LatencySignal } from '../declared-signal.ts';
import type { SlowShare } from '../figures/figure.ts';
import { resolveLevels, symptomFigures } from '../figures.ts';
import { placeOf } from '../proof/place.ts';
import { sampleSeries } from '../proof/sample-series.ts';
import type { InputSeries, Phase, Scenario } from '../proof/scenario.ts';
import { thresholdProof } from '../proof/threshold-proof.ts';
import { counterValues } from '../proof/timeline.ts';
import type { Symptom } from '../symptom.ts';
import { over, scrapeInterval, total, windowFor } from '../vectors.ts';

/** Throws an Error that names the nearest edges where a threshold is none. */
export function latencySymptoms(signal: LatencySignal, service: ServiceDefinition): Symptom[] {
  const perStep = 1000;
  return resolveLevels(symptomFigures.HighLatency, service.symptoms?.HighLatency).map(
    ({ severity, figures }) => {
      const { thresholdSeconds, slowRatio, minimumSlow } = figures;
      assertEdge(signal, service, severity, thresholdSeconds);
      const window = windowFor(service, figures.window);
      const all = total(signal, increase(signal.count, window));
      // Prometheus 3 writes a whole edge as "2.0", Prometheus 2 as the program does.
      const edge = Number.isInteger(thresholdSeconds)
        ? matches(`${thresholdSeconds}([.]0)?`)
        : String(thresholdSeconds);
      const slow = binary(all, '-', total(signal, increase(narrow(signal.buckets, { le: edge }), window)));
      const inputs = (
        labels: Readonly<Record<string, string>>,
        slowPhases: readonly Phase[],
        allPhases: readonly Phase[],
      ): InputSeries[] => [
        {
          series: sampleSeries(narrow(signal.buckets, { le: String(thresholdSeconds) }), labels),
          values: counterValues(
            allPhases.map(({ steps, value }, index) => ({
              steps,
              value: value - (slowPhases[index]?.value ?? 0),
            })),
          ),
        },
        { series: sampleSeries(signal.count, labels), values: counterValues(allPhases) },
      ];
      return {
        alert: 'HighLatency',
        signal,
        severity,
        level: figures,
        expr: chain('and', over(binary(slow, '/', all), slowRatio), binary(slow, '>=', number(minimumSlow))),
        headline: `the ${quantile(slowRatio)} of the response time is over ${thresholdSeconds} s`,
        finding: `{{ $value | humanizePercentage }} of requests took longer than ${thresholdSeconds} s in the last ${window}.`,
        proof: thresholdProof({
          signal,
          level: figures,
          step: scrapeInterval(service),
          inputs: (phases, { labels, weight }) =>
            inputs(
              labels,
              phases.map(({ steps, value }) => ({ steps, value: perStep * weight * value })),
              phases.map(({ steps }) => ({ steps, value: perStep * weight })),
            ),
          threshold: slowRatio,
          over: slowRatio * 1.02,
          notOver: [slowRatio * 0.98],
          calm: 0,
          extreme: 1,
          window,
          combines: 'sum',
          more: fewRequests(signal, service, figures, inputs),
        }),
      };
    },
  );
}

function fewRequests(
  signal: LatencySignal,
  service: ServiceDefinition,
  { minimumSlow, hold }: SlowShare,
  inputs: (
    labels: Readonly<Record<string, string>>,
    slow: readonly Phase[],
    all: readonly Phase[],
  ) => InputSeries[],
): Scenario[] {
  const before = 30;
  const { labels } = placeOf(signal, ['instance']);
  const once = (value: number): Phase[] => [
    { steps: before, value: 0 },
    { steps: 1, value },
    { steps: before, value: 0 },
  ];
  const waits = durationSeconds(hold) > 2 * durationSeconds(scrapeInterval(service));
  const burst = (name: string, slow: number, isSeen: boolean): Scenario => ({
    name,
    inputs: inputs(labels, once(slow), once(slow)),
    checks: [0, 1, 2].map((later) => ({
      step: before + later,
      state: isSeen ? 'pending' : 'silent',
    })),
  });
  return [
    burst('one slow request on a quiet night tells nobody', 1, false),
    // One less would do, but a Prometheus 3 extrapolates a little where a window holds few samples.
    burst('too few slow requests tell nobody', Math.floor(0.7 * minimumSlow), false),
    ...(waits ? [burst('just enough slow requests are seen', minimumSlow, true)] : []),
  ];
}

function assertEdge(
  { edges, count }: LatencySignal,
  { name }: ServiceDefinition,
  severity: string,
  thresholdSeconds: number,
): void {
  if (edges.includes(thresholdSeconds)) return;
  const below = Math.max(...edges.filter((edge) => edge < thresholdSeconds));
  const above = Math.min(...edges.filter((edge) => edge > thresholdSeconds));
  const nearest = [below, above].filter(Number.isFinite).map((edge) => `${edge} s`);
  throw new Error(
    `service "${name}", HighLatency ${severity}: ${thresholdSeconds} s is no bucket edge of ${count.metric}; ${
      nearest.length === 0
        ? 'it has no edges, so declare them'
        : `take ${nearest.join(' or ')} in symptoms.HighLatency.${severity}.thresholdSeconds, or switch it off`
    }.`,
  );
}

function quantile(slowRatio: number): string {
  return `${Number(((1 - slowRatio) * 100).toPrecision(6))}th percentile`;
}
