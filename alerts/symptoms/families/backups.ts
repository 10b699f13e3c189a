/** Symptom of a backup that is too old, or that was never heard of. */
import { durationSeconds } from '../../duration.ts';
import { binary, call, chain } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type { BackupSignal } from '../declared-signal.ts';
import { resolveLevels, symptomFigures } from '../figures.ts';
import { placeOf } from '../proof/place.ts';
import { sampleSeries } from '../proof/sample-series.ts';
import { thresholdProof } from '../proof/threshold-proof.ts';
import { clockValues } from '../proof/timeline.ts';
import type { Symptom } from '../symptom.ts';
import { over, perThing, scrapeInterval, thingLabels, total, worstThing } from '../vectors.ts';

export function backupSymptoms(signal: BackupSignal, service: ServiceDefinition): Symptom[] {
  // The newest of each kind counts, wherever it was written from.
  const scope = { ...signal, per: signal.per ?? [] };
  return resolveLevels(symptomFigures.BackupTooOld, service.symptoms?.BackupTooOld).map(
    ({ severity, figures }) => {
      const { thresholdSeconds } = figures;
      const step = scrapeInterval(service);
      const age = perThing(scope, binary(call('time'), '-', signal.completedAt), 'min');
      const isTooOld = over(worstThing(scope, age), thresholdSeconds);
      const isUnknown = total({ labels: { environment: null } }, call('absent', signal.completedAt));
      // Once is enough: a job that never ran warns, and one that stopped gets worse.
      const warnsOfAbsence = severity === 'warning';
      return {
        alert: 'BackupTooOld',
        signal,
        severity,
        level: figures,
        expr: warnsOfAbsence ? chain('or', isTooOld, isUnknown) : isTooOld,
        headline: `there is no backup of the last ${Number((thresholdSeconds / 3600).toPrecision(4))} hours`,
        finding: warnsOfAbsence
          ? 'The newest backup is {{ $value | humanizeDuration }} old (1s: none is known at all).'
          : 'The newest backup is {{ $value | humanizeDuration }} old.',
        proof: thresholdProof({
          signal,
          level: figures,
          step,
          inputs: (phases, { labels }) => [
            {
              series: sampleSeries(signal.completedAt, labels),
              values: clockValues(
                phases.map(({ steps, value }) => ({ steps, value: -value })),
                durationSeconds(step),
              ),
            },
          ],
          threshold: thresholdSeconds,
          over: thresholdSeconds + 1,
          notOver: [thresholdSeconds],
          calm: 3600,
          extreme: 10 * thresholdSeconds,
          per: thingLabels(scope),
          combines: thingLabels(scope).length === 0 ? 'best' : 'worst',
          firesWithoutData: warnsOfAbsence,
          more: warnsOfAbsence
            ? [
                {
                  name: 'is silent about a backup that is known',
                  setting: 'alone',
                  inputs: (environment) => [
                    {
                      series: sampleSeries(
                        signal.completedAt,
                        placeOf(signal, thingLabels(scope), { environment }).labels,
                      ),
                      // Just done, all the time.
                      values: clockValues([{ steps: 61, value: 0 }], durationSeconds(step)),
                    },
                  ],
                  checks: [{ step: 60, state: 'silent' }],
                },
              ]
            : [],
        }),
      };
    },
  );
}
