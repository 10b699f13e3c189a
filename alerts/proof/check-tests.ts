/** Checks in, counted events out: probes, and what must not be too old. */
import { durationSeconds } from '../duration.ts';
import { longStep, recordedCount, windowsOf } from '../event-counts.ts';
import { renderPromql } from '../promql.ts';
import { type Counting, countsAt, expectation, nameOf } from './counting.ts';
import type { PromtoolTest } from './promtool-test.ts';
import { environmentOf, seriesOf } from './sample-series.ts';

export function probeTest(counting: Counting): PromtoolTest {
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
export function freshnessTest(counting: Counting): PromtoolTest {
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
export function checkedWindowsTest(counting: Counting): PromtoolTest {
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
