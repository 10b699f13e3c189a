/** Do the windows of hours and days hold what the counts of the level below say, neither more nor less? */
import { type Duration, durationSeconds } from '../duration.ts';
import {
  budgetWindow,
  type EventKind,
  longStep,
  lookedBack,
  recordedCount,
  windowsOf,
} from '../event-counts.ts';
import { isCounted, type Objective } from '../objective.ts';
import { renderPromql } from '../promql.ts';
import { ordinaryScrape, type ServiceDefinition } from '../service-definition.ts';
import type { Expectation, PromtoolTest } from './promtool-test.ts';
import { environmentOf, fedSeries } from './sample-series.ts';

/**
 * One test a window, each over before the same instant, which is the only one at which rules have to be evaluated: with
 * one of every five minutes, a window of 90 days would take promtool an hour.
 */
export function longWindowTests(
  service: ServiceDefinition,
  objective: Objective,
  endSeconds: number,
): PromtoolTest[] {
  const environment = { environment: environmentOf(objective) };
  const counts = (what: EventKind, step: Duration): string =>
    renderPromql(recordedCount(what, service, objective, step, environment));
  const { interval } = service.scrape ?? ordinaryScrape;
  const ofBase = windowsOf('base').filter((window) => durationSeconds(window) > durationSeconds(longStep));
  return [
    ...ofBase.map((window) => [window, interval] as const),
    ...[...windowsOf('long'), budgetWindow(objective)].map((window) => [window, longStep] as const),
  ].map(([window, step]) => {
    const inside = durationSeconds(window) / durationSeconds(step) - 1;
    const before = endSeconds / durationSeconds(step) - inside - 1;
    // A burst just outside the window, a few events in its first step, and nothing that is left at its end.
    const values = (burst: number, few: number): string =>
      `${before > 0 ? `_x${before} ` : ''}${burst} ${few} _x${inside}`;
    const expected = { total: 7, bad: 2 } as const;
    return {
      name: `${service.name} ${objective.name} counts: ${window} holds just ${inside + 1} counts of ${step}`,
      stepSeconds: durationSeconds(step),
      series: [
        { series: counts('total', step), values: values(1000, expected.total) },
        { series: counts('bad', step), values: values(300, expected.bad) },
      ],
      expectations: (['total', 'bad'] as const).map((what) => ({
        expr: `sum(${renderPromql(recordedCount(what, service, objective, window))})`,
        atSeconds: endSeconds,
        value: expected[what],
      })),
    };
  });
}

/**
 * A series without a last value on a target that was scraped all the time: it was there so long ago, so that it is back
 * and not new, and what it counted meanwhile is nobody's knowledge.
 */
export function returnTests(
  service: ServiceDefinition,
  objective: Objective,
  endSeconds: number,
): PromtoolTest[] {
  const { events } = objective;
  if (!isCounted(objective) || !('total' in events)) return [];
  const { interval } = service.scrape ?? ordinaryScrape;
  const stepSeconds = durationSeconds(interval);
  const steps = endSeconds / stepSeconds;
  const environment = environmentOf(objective);
  const isBadCounted = 'bad' in events;
  const one = fedSeries(objective);
  const two = fedSeries(objective, { instance: 'two' });
  const beside = `_x${steps - 8}`;
  const expected = (what: EventKind, value: number): Expectation => ({
    expr: `sum(${renderPromql(recordedCount(what, service, objective, interval, { environment }))})`,
    atSeconds: endSeconds,
    value,
  });
  const test = (what: string, before: string, last: number, total: number, bad: number): PromtoolTest => ({
    name: `${service.name} ${objective.name} counts: ${what}`,
    stepSeconds,
    series: [
      { series: one.first, values: `${before} ${last}` },
      { series: one.second, values: `${before} ${last}` },
      // Another instance goes on beside it with two bad events of five in each interval.
      { series: two.first, values: `${beside} 10+${isBadCounted ? 2 : 5}x7` },
      { series: two.second, values: `${beside} 10+3x7` },
      ...[one, two].map(({ up }) => ({ series: up, values: `${beside} 1x7` })),
      // An engine whose first sample is one of the end refuses, as out of bounds, those of a day before.
      { series: 'test_begins', values: '0' },
    ],
    expectations: [expected('total', total), expected('bad', bad)],
  });
  return lookedBack.flatMap((ago) => {
    const gone = durationSeconds(ago) / stepSeconds;
    const before = `_x${steps - gone} 69000 _x${gone - 2}`;
    return [
      test(
        `a series that is back after ${ago} brings its past along, which does not count`,
        before,
        70_000,
        5,
        2,
      ),
      test(
        `a series that is back after ${ago} and a restart is new`,
        before,
        7,
        isBadCounted ? 19 : 12,
        isBadCounted ? 9 : 2,
      ),
      test(`a series that is back after ${ago} as it was does not count again`, before, 69_000, 5, 2),
    ];
  });
}

/** The longest window of any of these, in seconds. */
export function longestWindowSeconds(objectives: readonly Objective[]): number {
  const windows = [...windowsOf('long'), ...objectives.map(budgetWindow)];
  return Math.max(...windows.map((window) => durationSeconds(window)));
}
