/**
 * Symptoms of slow requests. A quantile is over a bucket's edge exactly when more than the rest of the requests are
 * slower than that edge: "p95 over 0.5 s" is "over 5 % slower than 0.5 s". So nothing is interpolated, and a threshold
 * between two edges, which the histogram cannot tell, is refused.
 */
import { bucketEdge, nearestEdges } from '../../bucket-edge.ts';
import { binary, chain, increase, narrow, number } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type { LatencySignal } from '../declared-signal.ts';
import { resolveLevels, symptomFigures } from '../figures.ts';
import { burstScenario } from '../proof/burst.ts';
import { sampleSeries } from '../proof/sample-series.ts';
import type { InputSeries, Phase } from '../proof/scenario.ts';
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
      const bucket = narrow(signal.buckets, { le: bucketEdge(thresholdSeconds, signal.unit) });
      const slow = binary(all, '-', total(signal, increase(bucket, window)));
      const inputs = (
        labels: Readonly<Record<string, string>>,
        slowPhases: readonly Phase[],
        allPhases: readonly Phase[],
      ): InputSeries[] => [
        {
          series: sampleSeries(bucket, labels),
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
          more: [
            ['one slow request on a quiet night tells nobody', 1, false] as const,
            ['too few slow requests tell nobody', 0.93 * minimumSlow, false] as const,
            ['just enough slow requests are seen', minimumSlow, true] as const,
          ].map(([name, bad, isSeen]) =>
            burstScenario(
              { signal, level: figures, step: scrapeInterval(service), window, inputs },
              // As many were quick, so that a window of either counter matters.
              { name, bad, all: 2 * bad, isSeen },
            ),
          ),
        }),
      };
    },
  );
}

function assertEdge(
  { edges, count }: LatencySignal,
  { name }: ServiceDefinition,
  severity: string,
  thresholdSeconds: number,
): void {
  if (edges.includes(thresholdSeconds)) return;
  const nearest = nearestEdges(thresholdSeconds, edges);
  throw new Error(
    `service "${name}", HighLatency ${severity}: ${thresholdSeconds} s is no bucket edge of ${count.metric}; ${
      nearest === ''
        ? 'it has no edges, so declare them'
        : `take ${nearest} in symptoms.HighLatency.${severity}.thresholdSeconds, or switch it off`
    }.`,
  );
}

function quantile(slowRatio: number): string {
  return `${Number(((1 - slowRatio) * 100).toPrecision(6))}th percentile`;
}
