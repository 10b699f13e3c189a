/** Symptom of database statements that take long on average. */
import { binary, increase, number } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type { StatementsSignal } from '../declared-signal.ts';
import { resolveLevels, symptomFigures } from '../figures.ts';
import { burstScenario } from '../proof/burst.ts';
import { sampleSeries } from '../proof/sample-series.ts';
import type { InputSeries, Phase } from '../proof/scenario.ts';
import { exactRatio, thresholdProof } from '../proof/threshold-proof.ts';
import { counterValues } from '../proof/timeline.ts';
import type { Symptom } from '../symptom.ts';
import { over, perThing, scrapeInterval, thingLabels, windowFor, worstThing } from '../vectors.ts';

export function statementSymptoms(signal: StatementsSignal, service: ServiceDefinition): Symptom[] {
  // All statements together, unless their kinds are told apart.
  const scope = { ...signal, per: signal.per ?? [] };
  return resolveLevels(symptomFigures.SlowStatements, service.symptoms?.SlowStatements).map(
    ({ severity, figures }) => {
      const { thresholdSeconds, minimumCalls } = figures;
      const window = windowFor(service, figures.window);
      const step = scrapeInterval(service);
      const calls = perThing(scope, increase(signal.calls, window));
      const mean = binary(perThing(scope, increase(signal.seconds, window)), '/', calls);
      const isEnough = binary(calls, '>=', number(minimumCalls));
      const inputs = (
        labels: Readonly<Record<string, string>>,
        seconds: readonly Phase[],
        made: readonly Phase[],
      ): InputSeries[] => [
        { series: sampleSeries(signal.seconds, labels), values: counterValues(seconds) },
        { series: sampleSeries(signal.calls, labels), values: counterValues(made) },
      ];
      return {
        alert: 'SlowStatements',
        signal,
        severity,
        level: figures,
        expr: over(worstThing(scope, binary(mean, 'and', isEnough)), thresholdSeconds),
        headline: `database statements take over ${thresholdSeconds} s on average`,
        finding: `The slowest kind of statement took {{ $value | humanizeDuration }} on average in the last ${window}.`,
        proof: thresholdProof({
          signal,
          level: figures,
          step,
          inputs: (phases, { labels, weight }) =>
            inputs(
              labels,
              phases.map(({ steps, value }) => ({ steps, value: value * 100 * weight })),
              phases.map(({ steps }) => ({ steps, value: 100 * weight })),
            ),
          threshold: thresholdSeconds,
          over: thresholdSeconds * 1.02,
          notOver: [thresholdSeconds * 0.98, ...exactRatio(thresholdSeconds)],
          calm: 0,
          extreme: thresholdSeconds * 100,
          window,
          per: thingLabels(scope),
          combines: thingLabels(scope).length === 0 ? 'sum' : 'worst',
          more: [
            ['a slow report at night tells nobody', 1, false] as const,
            ['too few slow statements tell nobody', 0.96 * minimumCalls, false] as const,
            ['just enough slow statements are seen', minimumCalls, true] as const,
          ].map(([name, made, isSeen]) =>
            burstScenario(
              { signal, level: figures, step, window, per: thingLabels(scope), inputs },
              { name, bad: made * thresholdSeconds * 10, all: made, isSeen },
            ),
          ),
        }),
      };
    },
  );
}
