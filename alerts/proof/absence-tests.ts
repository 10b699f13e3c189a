/** Is it told when an objective's series are gone, and not when a service is merely quiet? */
import { absenceAlertName, absenceAlerts } from '../absence-alert.ts';
import { durationSeconds } from '../duration.ts';
import { longStep, recordedCount } from '../event-counts.ts';
import { isCounted, type Objective } from '../objective.ts';
import { renderPromql } from '../promql.ts';
import { ordinaryScrape, type ServiceDefinition } from '../service-definition.ts';
import {
  counterSamples,
  type Expectation,
  type InputSeries,
  type PromtoolTest,
  type Sample,
  seriesValues,
} from './promtool-test.ts';
import { environmentOf, type FedSeries, fedSeries } from './sample-series.ts';

/** From recorded counts, at the step of the long level. */
export function absenceTests(service: ServiceDefinition, objective: Objective): PromtoolTest[] {
  const step = durationSeconds(longStep);
  const hold = Math.ceil(patienceSeconds(service, objective) / step);
  const environment = { environment: environmentOf(objective) };
  const counted = renderPromql(recordedCount('total', service, objective, longStep, environment));
  const current = renderPromql(
    recordedCount('total', service, objective, (service.scrape ?? ordinaryScrape).interval, environment),
  );
  const fires = expectFiring(objective, step);
  const test = (what: string, counts: string, ...expectations: Expectation[]): PromtoolTest => ({
    name: `${service.name} ${objective.name} absence: ${what}`,
    series: [{ series: counted, values: counts }],
    expectations,
  });
  // The last event is that of step 4; it is forgotten a day later.
  const forgotten = 4 + 86_400 / step;
  const never = patienceSeconds(service, objective, 1) / step;
  const isNeverSeen = expectFiring(objective, step, 'never-seen');
  return [
    {
      ...test(
        'fires where nothing was ever counted, late',
        '0',
        isNeverSeen(false, never - 1),
        isNeverSeen(true, never),
      ),
      series: [],
    },
    test(
      'fires when the series have been gone for its patience, and not before',
      '_ 9x3 stale',
      fires(false, hold),
      fires(true, 1 + hold),
    ),
    test('misses a service that had a single event', '_ 1 0x2 stale', fires(true, 1 + hold)),
    {
      ...test('knows what is counted although it had no event', '0', isNeverSeen(false, never + 1)),
      series: [{ series: current, values: `0x${never + 2}` }],
    },
    test('is quiet where there never was an event', '0x3 stale', fires(false, 2 + hold)),
    test(
      'leaves a service alone that has been gone for a day',
      '0x3 9 stale',
      fires(true, forgotten - 1),
      fires(false, forgotten + 1),
    ),
  ];
}

/** From raw counters, at the step of the scrapes. */
export function quietServiceTests(service: ServiceDefinition, objective: Objective): PromtoolTest[] {
  if (!isCounted(objective)) return [];
  const step = durationSeconds((service.scrape ?? ordinaryScrape).interval);
  const hold = Math.ceil(patienceSeconds(service, objective) / step);
  const fires = expectFiring(objective, step);
  const fed = fedSeries(objective);
  const busy = counterSamples([4, 4, 4, 4]);
  const idle = Array.from({ length: hold + 10 }, () => busy.at(-1) ?? 0);
  const gone: Sample[] = Array.from({ length: hold + 10 }, () => 'failed');
  const test = (what: string, samples: readonly Sample[], ...expectations: Expectation[]): PromtoolTest => ({
    name: `${service.name} ${objective.name} absence, from raw counters: ${what}`,
    series: feed(fed, samples),
    expectations,
  });
  const end = busy.length + hold + 9;
  return [
    test('is quiet where the service is idle', [...busy, ...idle], fires(false, end)),
    test(
      'fires when every scrape fails, and ends when the series are back',
      [...busy, ...gone, ...busy, ...busy],
      fires(true, end),
      fires(false, end + 4),
    ),
  ];
}

/** Of the rule about what is gone, and of the one about what never was. */
function patienceSeconds(service: ServiceDefinition, objective: Objective, which: 0 | 1 = 0): number {
  return durationSeconds(absenceAlerts(service, objective)[which]?.for ?? '');
}

function feed({ first, second, up }: FedSeries, samples: readonly Sample[]): InputSeries[] {
  return [
    ...[first, second].map((series) => ({ series, values: seriesValues(samples) })),
    { series: up, values: seriesValues(samples.map((sample) => (sample === 'failed' ? 0 : 1))) },
  ];
}

function expectFiring(
  objective: Objective,
  step: number,
  tier: 'gone' | 'never-seen' = 'gone',
): (isFiring: boolean, atStep: number) => Expectation {
  return (isFiring, atStep) => ({
    expr: `count(ALERTS{alertname="${absenceAlertName}",slo="${objective.name}",tier="${tier}",severity="warning",alertstate="firing"})`,
    atSeconds: atStep * step,
    value: isFiring ? 1 : undefined,
  });
}
