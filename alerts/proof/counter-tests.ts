/** Counters in, counted events out: through resets, births, failed scrapes and a Prometheus that was away. */
import { durationSeconds } from '../duration.ts';
import type { CountedObjective } from '../objective.ts';
import { ordinaryScrape } from '../service-definition.ts';
import { type Counted, type Counting, countsAt, nameOf } from './counting.ts';
import {
  counterSamples,
  type InputSeries,
  type PromtoolTest,
  type Sample,
  seriesValues,
} from './promtool-test.ts';
import { type FedSeries, fedSeries } from './sample-series.ts';
import { windowJumpTests } from './window-jump-tests.ts';

/**
 * A value that is scraped at step n is counted at step n + 1: counts are read one scrape timeout late, and a step is
 * longer than that.
 */
export function counterTests(counting: Counting, objective: CountedObjective): PromtoolTest[] {
  const { service, stepSeconds } = counting;
  const { events } = objective;
  const scrape = service.scrape ?? ordinaryScrape;
  const one = fedSeries(objective);
  const two = fedSeries(objective, { instance: 'two' });
  const relabelled = fedSeries(objective, { team: 'another' });
  const target = (samples: readonly Sample[], { up } = one): InputSeries => ({
    series: up,
    values: seriesValues(samples),
  });
  const feed = (
    ofFirst: readonly Sample[],
    ofSecond: readonly Sample[],
    { first, second }: FedSeries = one,
  ): InputSeries[] => [
    { series: first, values: seriesValues(ofFirst) },
    { series: second, values: seriesValues(ofSecond) },
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
  // Both restart at 3, reach 5, and restart at 4, which is only one less.
  const reset = pair([2, 0, 0], [50, 0, 0], 900).map((samples) => [...samples.slice(0, 2), 3, 3, 5, 4]);
  // The most scrapes that may fail in a row.
  const gap = pair([0, 1, 0, 0, 0, 3, 0], [10, 10, 0, 0, 0, 10, 0], 40).map((samples): Sample[] => [
    ...samples.slice(0, 3),
    ...times(3, 'failed'),
    ...samples.slice(6),
  ]);
  // Scraped three times an interval, a target may show its last events and fail a scrape between two looks.
  const oftenSeconds = Math.max(1, Math.floor(stepSeconds / 3));
  const lastLooked = Math.floor((2 * stepSeconds - durationSeconds(scrape.timeout)) / oftenSeconds);
  const departing = (before: Sample, last: number): Sample[] => [
    ...times(lastLooked - 1, before),
    last,
    'failed',
  ];
  const old = pair([0, 0], [4, 0], 70_000);
  const steadily = pair(times(4, 0), times(4, 4), 70_000);
  const isBadCounted = 'bad' in events;
  // A second instance goes on beside the one that is gone, so that nothing of the first is hidden by having no total.
  const steady = pair(times(12, 2), times(12, 3), 10);
  // Where bad is what is not good, good events too many would hide behind an objective that had no bad ones.
  const beside: InputSeries[] = [...feed(...steady, two), target(times(12, 1), two)];
  const backAfter = (
    gone: Sample,
    [first, second]: readonly [number[], number[]],
    up: readonly Sample[],
  ): InputSeries[] => [
    ...feed([...old[0], ...times(6, gone), ...first], [...old[1], ...times(6, gone), ...second]),
    target(up),
    ...beside,
  ];
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
      [...feed(reset[0] ?? [], reset[1] ?? []), target(up(6))],
      // The first counter counts bad events, or all of them.
      isBadCounted
        ? {
            2: { total: 52, bad: 2 },
            3: { total: 6, bad: 3 },
            4: { total: 0, bad: 0 },
            5: { total: 4, bad: 2 },
            6: { total: 8, bad: 4 },
          }
        : {
            2: { total: 52, bad: 2 },
            3: { total: 3, bad: 0 },
            4: { total: 0, bad: 0 },
            5: { total: 2, bad: 0 },
            6: { total: 4, bad: 0 },
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
      'a series that is born while Prometheus is away for three scrapes counts from zero',
      isBadCounted
        ? [
            ...feed([...times(4, 'away'), 2, 2], [0, ...times(3, 'away'), 20, 25]),
            target([1, ...times(3, 'away'), 1, 1]),
          ]
        : [
            ...feed([0, ...times(3, 'away'), 20, 25], [...times(4, 'away'), 3, 8]),
            target([1, ...times(3, 'away'), 1, 1]),
          ],
      isBadCounted
        ? { 5: { total: 22, bad: 2 }, 6: { total: 5, bad: 0 } }
        : { 5: { total: 20, bad: 17 }, 6: { total: 5, bad: 0 } },
    ),
    test(
      'what a target has come to show while Prometheus is away for three scrapes counts from zero',
      [
        ...feed([...times(4, 'away'), 6, 6], [...times(4, 'away'), 4, 4]),
        target([1, ...times(3, 'away'), 1, 1]),
      ],
      isBadCounted
        ? { 5: { total: 10, bad: 6 }, 6: { total: 0, bad: 0 } }
        : { 5: { total: 6, bad: 2 }, 6: { total: 0, bad: 0 } },
    ),
    {
      ...test(
        'the last events of a target count although it was gone before anybody looked',
        [
          ...(isBadCounted
            ? feed(departing('away', 2), departing(5, 9))
            : feed(departing(5, 9), departing('away', 3))),
          target([...departing(1, 1).slice(0, -1), 0]),
        ],
        { 2: isBadCounted ? { total: 6, bad: 2 } : { total: 4, bad: 1 }, 3: {} },
      ),
      stepSeconds: oftenSeconds,
    },
    test(
      'a target that is new to Prometheus brings its past along, which does not count',
      [...feed(['away', ...old[0]], ['away', ...old[1]]), target(['away', 1, 1, 1])],
      { 2: {}, 3: { total: 4, bad: 0 }, 4: { total: 0, bad: 0 } },
    ),
    test(
      'three scrapes that failed lose nothing',
      [...feed(gap[0] ?? [], gap[1] ?? []), target([1, 1, 1, 0, 0, 0, 1, 1])],
      { 3: { total: 11, bad: 1 }, 4: {}, 6: {}, 7: { total: 13, bad: 3 }, 8: { total: 0, bad: 0 } },
    ),
    ...(['failed', 'away'] as const).flatMap((gone) => {
      const up = [1, 1, 1, ...times(6, gone === 'failed' ? 0 : gone), 1, 1, 1];
      const how = gone === 'failed' ? 'whose scrapes failed' : 'while Prometheus was away';
      const counts = {
        2: { total: 9, bad: 2 },
        4: { total: 5, bad: 2 },
        10: { total: 5, bad: 2 },
        11: { total: 8, bad: 3 },
      };
      return [
        test(
          `what is back after a long time counts from there on, ${how}`,
          backAfter(gone, pair([1, 0], [2, 0], 80_000), up),
          counts,
        ),
        test(
          `what restarted meanwhile counts from there on, ${how}`,
          backAfter(gone, pair([1, 0], [2, 0], 8), up),
          counts,
        ),
      ];
    }),
    test(
      'a restart behind three failed scrapes counts from zero',
      [
        ...feed([90, 90, ...times(3, 'failed'), 4, 4], [900, 900, ...times(3, 'failed'), 4, 4]),
        target([1, 1, 0, 0, 0, 1, 1]),
      ],
      isBadCounted
        ? { 6: { total: 8, bad: 4 }, 7: { total: 0, bad: 0 } }
        : { 6: { total: 4, bad: 0 }, 7: { total: 0, bad: 0 } },
    ),
    test(
      'a target that gets another label brings its past along, which does not count',
      [
        // Its old series end without a word: Prometheus marks them as gone only after two more intervals.
        ...feed(...old),
        target([1, 1, 1]),
        ...feed(
          [...times(3, 'away'), ...pair([0, 0], [6, 6], 70_010)[0]],
          [...times(3, 'away'), ...pair([0, 0], [6, 6], 70_010)[1]],
          relabelled,
        ),
        target([...times(3, 'away'), 1, 1, 1], relabelled),
        ...beside,
      ],
      {
        2: { total: 9, bad: 2 },
        4: { total: 5, bad: 2 },
        5: { total: 11, bad: 2 },
        6: { total: 11, bad: 2 },
      },
    ),
    test(
      'a target that got another label while its scrapes failed brings its past along, which does not count',
      [
        ...feed([70_000, 'failed'], [70_000, 'failed'], relabelled),
        target([1, 'failed'], relabelled),
        ...feed(
          [...times(6, 'away'), ...pair([0], [6], 70_010)[0]],
          [...times(6, 'away'), ...pair([0], [6], 70_010)[1]],
        ),
        target(['away', ...times(5, 0), 1, 1]),
        ...beside,
      ],
      { 7: { total: 5, bad: 2 }, 8: { total: 11, bad: 2 } },
    ),
    test(
      'a target that gets back a label it had before brings its past along, which does not count',
      [
        ...feed(['away', ...steadily[0], 'failed'], ['away', ...steadily[1], 'failed']),
        target(['away', 1, 1, 1, 1, 1, 'failed']),
        ...feed(
          [70_000, 'failed', ...times(4, 'away'), ...pair([0], [6], 70_010)[0]],
          [70_000, 'failed', ...times(4, 'away'), ...pair([0], [6], 70_010)[1]],
          relabelled,
        ),
        target([1, 'failed', ...times(4, 'away'), 1, 1], relabelled),
        ...beside,
      ],
      { 3: { total: 9, bad: 2 }, 6: { total: 9, bad: 2 }, 7: { total: 5, bad: 2 }, 8: { total: 11, bad: 2 } },
    ),
    test(
      'what a target shows from its second scrape on counts from zero',
      [...feed(['away', 'away', 6, 6], ['away', 'away', 4, 4]), target(['away', 1, 1, 1])],
      isBadCounted
        ? { 3: { total: 10, bad: 6 }, 4: { total: 0, bad: 0 } }
        : { 3: { total: 6, bad: 2 }, 4: { total: 0, bad: 0 } },
    ),
    ...(isBadCounted
      ? []
      : [
          test(
            'more good events than events are no bad ones',
            [...feed(counterSamples([3, 3]), counterSamples([5, 3])), target(up(3))],
            { 2: { total: 3, bad: 0 }, 3: { total: 3, bad: 0 } },
          ),
        ]),
    ...windowJumpTests(counting, (bad, good) => [...feed(...pair(bad, good)), target(up(bad.length + 1))]),
  ];
}

function times<T extends Sample>(length: number, sample: T): T[] {
  return Array.from({ length }, () => sample);
}
