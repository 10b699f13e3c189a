/** The deadman's switch. */
import { call, number } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type { WatchdogSignal } from '../declared-signal.ts';
import { resolveLevels, symptomFigures } from '../figures.ts';
import type { Symptom } from '../symptom.ts';
import { scrapeInterval } from '../vectors.ts';

export function watchdogSymptoms(signal: WatchdogSignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.Watchdog, service.symptoms?.Watchdog).map(({ severity, figures }) => ({
    alert: 'Watchdog',
    severity,
    signal,
    level: figures,
    expr: call('vector', number(1)),
    headline: 'alerts are on their way, as always',
    finding: 'This alert always fires; its value is {{ $value }}.',
    proof: {
      step: scrapeInterval(service),
      scenarios: [
        {
          name: 'always fires',
          setting: 'empty',
          inputs: () => [],
          checks: [
            { step: 0, state: 'firing', isPlaceless: true },
            { step: 200, state: 'firing', isPlaceless: true },
          ],
        },
      ],
    },
  }));
}
