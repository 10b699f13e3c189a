/** Does an objective count what happened, to the event? Raw series in, recorded counts out. */
import { durationSeconds } from '../duration.ts';
import { type EventKind, longStep, recordedCount, windowsOf } from '../event-counts.ts';
import type { CountedEvents, Objective } from '../objective.ts';
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
import { environmentOf, eventCounters, seriesOf, targetOf } from './sample-series.ts';

/** The parts of a test's name and its scrape interval. */
interface Counting {
  readonly service: ServiceDefinition;
  readonly objective: Objective;
  readonly stepSeconds: number;
}

/** At one evaluation step of the interval: what of the two kinds the last interval brought; nothing where undefined. */
type Counted = { readonly [K in EventKind]?: number };

/** Tests of the base level at the interval of the service's scrapes; none for PromQL texts, whose series are unknown. */
export function countTests(service: ServiceDefinition, objective: Objective): PromtoolTest[] {
  const { events } = objective;
  const { interval } = service.scrape ?? ordinaryScrape;
  const counting = { service, objective, stepSeconds: durationSeconds(interval) };
  return [
    noDataTest(counting),
    ...('total' in events ? counterTests(counting, events) : []),
    ...('success' in events ? [probeTest(counting), checkedWindowsTest(counting)] : []),
    ...('completedAt' in events ? [freshnessTest(counting), checkedWindowsTest(counting)] : []),
  ];
}

function noDataTest(counting: Counting): PromtoolTest {
  return {
    name: nameOf(counting, 'no data, no count, no alert and no made-up zero'),
    series: [],
    expectations: [
      {
        expr: `count({__name__=~"slo:.*|ALERTS",slo="${counting.objective.name}"})`,
        atSeconds: 1800,
        value: undefined,
      },
    ],
  };
}

/**
 * A value that is scraped at step n is counted at step n + 1: counts are read one scrape timeout late, and a step is
 * longer than that.
 */
function counterTests(counting: Counting, events: CountedEvents): PromtoolTest[] {
  const { objective } = counting;
  const [first, second] = eventCounters(events);
  const environment = environmentOf(objective);
  const target = (samples: readonly Sample[]): InputSeries => ({
    series: targetOf(events.total, objective, environment),
    values: seriesValues(samples),
  });
  const feed = (ofFirst: readonly Sample[], ofSecond: readonly Sample[]): InputSeries[] => [
    { series: seriesOf(first, objective, environment), values: seriesValues(ofFirst) },
    { series: seriesOf(second, objective, environment), values: seriesValues(ofSecond) },
  ];
  /** What the pair of counters has to hold for so many bad and good events in each step. */
  const pair = (bad: readonly number[], good: readonly number[], start = 0): [number[], number[]] =>
    'bad' in events
      ? [counterSamples(bad, start), counterSamples(good, start)]
      : [
          counterSamples(
            bad.map((count, index) => count + (good[index] ?? 0)),
            start,
          ),
          counterSamples(good, start),
        ];
  const up = (length: number): number[] => Array.from({ length }, () => 1);
  const test = (
    what: string,
    series: readonly InputSeries[],
    counts: Readonly<Record<number, Counted>>,
  ): PromtoolTest => ({ name: nameOf(counting, what), series, expectations: countsAt(counting, counts) });

  const ordinary = pair([0, 1, 0, 4, 0], [7, 20, 0, 3, 0], 500);
  const reset = pair([2, 0, 0], [50, 0, 0], 900).map((samples) => [...samples.slice(0, 2), 3, 3, 5]);
  const gap = pair([0, 1, 0, 3, 0], [10, 10, 0, 10, 0], 40).map((samples): Sample[] => [
    ...samples.slice(0, 3),
    'failed',
    ...samples.slice(4),
  ]);
  const longGap: Sample[] = [...Array.from({ length: 6 }, (): Sample => 'failed')];
  const away: Sample[] = [...Array.from({ length: 6 }, (): Sample => 'away')];
  const old = pair([0, 0], [4, 0], 70_000);
  const returned = pair([1, 0], [2, 0], 80_000);
  const isBadCounted = 'bad' in events;
  return [
    test('counts each event once, an idle service as zero', [...feed(...ordinary), target(up(6))], {
      1: {},
      2: { total: 7, bad: 0 },
      3: { total: 21, bad: 1 },
      4: { total: 0, bad: 0 },
      5: { total: 7, bad: 4 },
      6: { total: 0, bad: 0 },
    }),
    test(
      'a counter that was reset counts from zero',
      [...feed(reset[0] ?? [], reset[1] ?? []), target(up(5))],
      // Both counters restart at 3 and reach 5: the first counts bad events, or all of them.
      isBadCounted
        ? {
            2: { total: 52, bad: 2 },
            3: { total: 6, bad: 3 },
            4: { total: 0, bad: 0 },
            5: { total: 4, bad: 2 },
          }
        : {
            2: { total: 52, bad: 2 },
            3: { total: 3, bad: 0 },
            4: { total: 0, bad: 0 },
            5: { total: 2, bad: 0 },
          },
    ),
    test(
      isBadCounted
        ? 'the first failure counts although its series is born with it'
        : 'the first success counts although its series is born with it',
      isBadCounted
        ? [...feed(['away', 'away', 2, 2], counterSamples([5, 5, 5])), target(up(4))]
        : [...feed(counterSamples([5, 5, 5]), ['away', 'away', 3, 8]), target(up(4))],
      isBadCounted
        ? { 2: { total: 5, bad: 0 }, 3: { total: 7, bad: 2 }, 4: { total: 5, bad: 0 } }
        : { 2: { total: 5, bad: 5 }, 3: { total: 5, bad: 2 }, 4: { total: 5, bad: 0 } },
    ),
    test(
      'a target that is new to Prometheus brings its past along, which does not count',
      [...feed(['away', ...(old[0] ?? [])], ['away', ...(old[1] ?? [])]), target(['away', 1, 1, 1])],
      { 2: {}, 3: { total: 4, bad: 0 }, 4: { total: 0, bad: 0 } },
    ),
    test(
      'a scrape that failed loses nothing',
      [...feed(gap[0] ?? [], gap[1] ?? []), target([1, 1, 1, 0, 1, 1])],
      { 3: { total: 11, bad: 1 }, 4: {}, 5: { total: 13, bad: 3 }, 6: { total: 0, bad: 0 } },
    ),
    test(
      'what is back after a long time counts from there on',
      [
        ...feed(
          [...(old[0] ?? []), ...longGap, ...(returned[0] ?? [])],
          [...(old[1] ?? []), ...longGap, ...(returned[1] ?? [])],
        ),
        target([1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1]),
      ],
      { 2: { total: 4, bad: 0 }, 10: {}, 11: isBadCounted ? { total: 3, bad: 1 } : { total: 3, bad: 1 } },
    ),
    test(
      'a Prometheus that was away counts nothing twice and nothing old',
      [
        ...feed(
          [...(old[0] ?? []), ...away, ...(returned[0] ?? [])],
          [...(old[1] ?? []), ...away, ...(returned[1] ?? [])],
        ),
        target([1, 1, 1, ...away, 1, 1, 1]),
      ],
      { 2: { total: 4, bad: 0 }, 10: {}, 11: { total: 3, bad: 1 } },
    ),
    ...windowJumpTests(counting, (bad, good) => [...feed(...pair(bad, good)), target(up(bad.length + 1))]),
  ];
}

/** A burst just outside a window and a few events just inside it: the window holds neither more nor less. */
function windowJumpTests(
  counting: Counting,
  seriesFor: (bad: readonly number[], good: readonly number[]) => InputSeries[],
): PromtoolTest[] {
  const { service, objective, stepSeconds } = counting;
  const windows = [...windowsOf('base'), longStep];
  return windows.map((window) => {
    const steps = durationSeconds(window) / stepSeconds;
    const bad = [300, 2, ...Array.from({ length: steps }, () => 0)];
    const good = [700, 5, ...Array.from({ length: steps }, () => 0)];
    // The burst of the first step is counted at step 2, and leaves the window `steps` later.
    const at = (step: number, total: number, failed: number): Expectation[] => [
      expectation(
        renderPromql(recordedCount('total', service, objective, window)),
        step * stepSeconds,
        total,
      ),
      expectation(renderPromql(recordedCount('bad', service, objective, window)), step * stepSeconds, failed),
    ];
    return {
      name: nameOf(counting, `${window} holds just ${steps} intervals`),
      series: seriesFor(bad, good),
      expectations: [
        ...at(1 + steps, steps === 1 ? 1000 : 1007, steps === 1 ? 300 : 302),
        ...at(2 + steps, 7, 2),
      ],
    };
  });
}

function probeTest(counting: Counting): PromtoolTest {
  const { objective } = counting;
  const { events } = objective;
  if (!('success' in events)) throw new Error(`objective "${objective.name}" is not probed`);
  return {
    name: nameOf(counting, 'each scrape of the probe is one event, a failed probe a bad one'),
    series: [
      { series: seriesOf(events.success, objective, environmentOf(objective)), values: '1 0 0 1 stale' },
    ],
    expectations: countsAt(counting, {
      0: { total: 1, bad: 0 },
      1: { total: 1, bad: 1 },
      2: { total: 1, bad: 1 },
      3: { total: 1, bad: 0 },
      4: {},
    }),
  };
}

/** promtool's clock starts at 0, so what completed before that did so at a negative time. */
function freshnessTest(counting: Counting): PromtoolTest {
  const { objective, stepSeconds } = counting;
  const { events } = objective;
  if (!('completedAt' in events)) throw new Error(`objective "${objective.name}" is not about freshness`);
  const completedAt = 2 * stepSeconds - events.maxAgeSeconds;
  return {
    name: nameOf(counting, 'is good up to its greatest age and bad beyond it'),
    series: [
      {
        series: seriesOf(events.completedAt, objective, environmentOf(objective)),
        values: `${completedAt} ${completedAt} ${completedAt} ${completedAt} ${4 * stepSeconds} stale`,
      },
    ],
    expectations: countsAt(counting, {
      2: { total: 1, bad: 0 },
      3: { total: 1, bad: 1 },
      4: { total: 1, bad: 0 },
      5: {},
    }),
  };
}

/** Checks that always fail: each window holds one for each of its intervals. */
function checkedWindowsTest(counting: Counting): PromtoolTest {
  const { service, objective, stepSeconds } = counting;
  const { events } = objective;
  const checked =
    'success' in events ? events.success : 'completedAt' in events ? events.completedAt : undefined;
  if (checked === undefined) throw new Error(`objective "${objective.name}" is not checked`);
  const value = 'completedAt' in events ? -events.maxAgeSeconds - 1 : 0;
  const windows = [...windowsOf('base'), longStep];
  const longest = Math.max(...windows.map(durationSeconds));
  return {
    name: nameOf(counting, 'each window holds one check an interval'),
    series: [
      {
        series: seriesOf(checked, objective, environmentOf(objective)),
        values: `${value}x${longest / stepSeconds + 2}`,
      },
    ],
    expectations: windows.flatMap((window) =>
      (['total', 'bad'] as const).map((what) =>
        expectation(
          renderPromql(recordedCount(what, service, objective, window)),
          longest + stepSeconds,
          durationSeconds(window) / stepSeconds,
        ),
      ),
    ),
  };
}

function countsAt(
  { service, objective, stepSeconds }: Counting,
  counts: Readonly<Record<number, Counted>>,
): Expectation[] {
  const { interval } = service.scrape ?? ordinaryScrape;
  const environment = { environment: environmentOf(objective) };
  return Object.entries(counts).flatMap(([step, counted]) =>
    (['total', 'bad'] as const).map((what) =>
      expectation(
        renderPromql(recordedCount(what, service, objective, interval, environment)),
        Number(step) * stepSeconds,
        counted[what],
      ),
    ),
  );
}

/** `sum` of nothing is nothing, so an absent series stays one. */
function expectation(expr: string, atSeconds: number, value: number | undefined): Expectation {
  return { expr: `sum(${expr})`, atSeconds, value };
}

function nameOf({ service, objective }: Counting, what: string): string {
  return `${service.name} ${objective.name} counts: ${what}`;
}
