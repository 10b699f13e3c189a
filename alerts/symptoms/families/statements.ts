/** Symptom of database statements that take long on average. */
import { durationSeconds } from '../../duration.ts';
import { binary, increase, number } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type { StatementsSignal } from '../declared-signal.ts';
import { resolveLevels, symptomFigures } from '../figures.ts';
import { placeOf } from '../proof/place.ts';
import { sampleSeries } from '../proof/sample-series.ts';
import type { InputSeries, Phase, Scenario } from '../proof/scenario.ts';
import { thresholdProof } from '../proof/threshold-proof.ts';
import { counterValues } from '../proof/timeline.ts';
import type { Symptom } from '../symptom.ts';
import { over, perThing, scrapeInterval, thingLabels, windowFor, worstThing } from '../vectors.ts';

export function statementSymptoms(signal: StatementsSignal, service: ServiceDefinition): Symptom[] {
  // All statements together, unless their kinds are told apart.
  const scope = { ...signal, per: signal.per ?? [] };
  return resolveLevels(symptomFigures.SlowStatements, service.symptoms?.SlowStatements).map(
    ({ severity, figures }) => {
      const { thresholdSeconds, minimumCalls, hold } = figures;
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
      const before = 30;
      const once = (value: number): Phase[] => [
        { steps: before, value: 0 },
        { steps: 1, value },
        { steps: 10, value: 0 },
      ];
      const waits = durationSeconds(hold) > 2 * durationSeconds(step);
      const burst = (name: string, made: number, isSeen: boolean): Scenario => ({
        name,
        inputs: inputs(
          placeOf(signal, thingLabels(scope)).labels,
          once(made * thresholdSeconds * 10),
          once(made),
        ),
        checks: [{ step: before + 1, state: isSeen ? 'pending' : 'silent' }],
      });
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
          notOver: [thresholdSeconds * 0.98],
          calm: 0,
          extreme: thresholdSeconds * 100,
          window,
          per: thingLabels(scope),
          combines: thingLabels(scope).length === 0 ? 'sum' : 'worst',
          more: [
            burst('a slow report at night tells nobody', 1, false),
            burst('too few slow statements tell nobody', Math.floor(0.7 * minimumCalls), false),
            ...(waits ? [burst('just enough slow statements are seen', minimumCalls, true)] : []),
          ],
        }),
      };
    },
  );
}
