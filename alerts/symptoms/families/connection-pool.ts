/** Symptoms of a pool of connections: nearly all are taken; callers wait without pause. */
import { durationSeconds } from '../../duration.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type { ConnectionPoolSignal } from '../declared-signal.ts';
import { resolveLevels, symptomFigures } from '../figures.ts';
import { sampleSeries } from '../proof/sample-series.ts';
import { thresholdProof } from '../proof/threshold-proof.ts';
import { gaugeValues } from '../proof/timeline.ts';
import type { Symptom } from '../symptom.ts';
import { highest, over, scrapeInterval, shareOf, thingLabels, worstThing } from '../vectors.ts';
import { asPercent } from '../wording.ts';

const sampleMax = 100;

export function poolSymptoms(signal: ConnectionPoolSignal, service: ServiceDefinition): Symptom[] {
  const adjusted = service.symptoms?.ConnectionPoolExhausted ?? {};
  const { warning, critical } = symptomFigures.ConnectionPoolExhausted;
  const common = { alert: 'ConnectionPoolExhausted', signal } as const;
  const shared = { signal, step: scrapeInterval(service), calm: 0, combines: 'worst' } as const;
  return [
    ...resolveLevels({ warning }, 'off' in adjusted ? adjusted : { warning: adjusted.warning }).map(
      ({ severity, figures }) => ({
        ...common,
        severity,
        level: figures,
        expr: over(worstThing(signal, shareOf(signal, signal.used, signal.max)), figures.thresholdRatio),
        headline: `over ${asPercent(figures.thresholdRatio)} of the connections are taken`,
        finding: '{{ $value | humanizePercentage }} of the fullest pool is in use.',
        proof: thresholdProof({
          ...shared,
          level: figures,
          inputs: (phases, { labels }) => [
            {
              series: sampleSeries(signal.used, labels),
              values: gaugeValues(phases.map(({ steps, value }) => ({ steps, value: value * sampleMax }))),
            },
            {
              series: sampleSeries(signal.max, labels),
              values: gaugeValues(phases.map(({ steps }) => ({ steps, value: sampleMax }))),
            },
          ],
          threshold: figures.thresholdRatio,
          over: figures.thresholdRatio * 1.02,
          notOver: [figures.thresholdRatio * 0.98, figures.thresholdRatio],
          extreme: 1,
          per: thingLabels(signal),
        }),
      }),
    ),
    ...resolveLevels({ critical }, 'off' in adjusted ? adjusted : { critical: adjusted.critical }).map(
      ({ severity, figures }) => ({
        ...common,
        severity,
        level: figures,
        expr: over(highest(signal, signal.waiting), figures.thresholdWaiting),
        headline: `callers wait for a connection, for ${durationSeconds(figures.hold)} s without pause`,
        finding: '{{ $value | humanize }} callers wait for a connection of the fullest pool.',
        proof: thresholdProof({
          ...shared,
          level: figures,
          inputs: (phases, { labels }) => [
            { series: sampleSeries(signal.waiting, labels), values: gaugeValues(phases) },
          ],
          threshold: figures.thresholdWaiting,
          over: figures.thresholdWaiting + 1,
          notOver: [figures.thresholdWaiting],
          extreme: figures.thresholdWaiting + 50,
        }),
      }),
    ),
  ];
}
