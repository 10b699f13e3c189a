/** Symptom of a process or a container that starts over and over. */
import { durationSeconds } from '../../duration.ts';
import { call, increase, overRange } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type { RestartsSignal } from '../declared-signal.ts';
import { resolveLevels, symptomFigures } from '../figures.ts';
import { sampleSeries } from '../proof/sample-series.ts';
import { stepsIn, thresholdProof } from '../proof/threshold-proof.ts';
import { changingValues, counterValues } from '../proof/timeline.ts';
import type { Symptom } from '../symptom.ts';
import { over, perThing, scrapeInterval, thingLabels, windowFor, worstThing } from '../vectors.ts';

export function restartSymptoms(signal: RestartsSignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.RestartLoop, service.symptoms?.RestartLoop).map(
    ({ severity, figures }) => {
      const isPaced = 'restarts' in signal;
      const window = windowFor(service, isPaced ? figures.pacedWindow : figures.window);
      const step = scrapeInterval(service);
      const inWindow = durationSeconds(window) / durationSeconds(step);
      const threshold = figures.thresholdRestarts;
      const starts =
        'startedAt' in signal
          ? call('changes', overRange(signal.startedAt, window))
          : increase(signal.restarts, window);
      return {
        alert: 'RestartLoop',
        signal,
        severity,
        level: figures,
        expr: over(worstThing(signal, perThing(signal, starts)), threshold),
        headline: `over ${threshold} restarts in ${window}`,
        finding: `The one that is worst was started {{ $value | humanize }} times in the last ${window}.`,
        proof: thresholdProof({
          signal,
          level: figures,
          step,
          inputs: (phases, { labels }) => [
            'startedAt' in signal
              ? { series: sampleSeries(signal.startedAt, labels), values: changingValues(phases, inWindow) }
              : {
                  series: sampleSeries(signal.restarts, labels),
                  values: counterValues(
                    phases.map(({ steps, value }) => ({ steps, value: value / inWindow })),
                  ),
                },
          ],
          threshold,
          // One more would do, but a Prometheus 3 sees one sample less and with it one start less.
          over: threshold + 2,
          notOver: ['startedAt' in signal ? threshold : threshold - 0.1],
          calm: 0,
          extreme: stepsIn(window, step),
          window,
          per: thingLabels(signal),
          combines: thingLabels(signal).length === 0 ? 'sum' : 'worst',
        }),
      };
    },
  );
}
