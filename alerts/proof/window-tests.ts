/** Do the windows of hours and days hold what the five-minute counts say, neither more nor less? */
import { durationSeconds } from '../duration.ts';
import { budgetWindow, type EventKind, longStep, recordedCount, windowsOf } from '../event-counts.ts';
import type { Objective } from '../objective.ts';
import { renderPromql } from '../promql.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import type { PromtoolTest } from './promtool-test.ts';
import { environmentOf } from './sample-series.ts';

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
  const counts = (what: EventKind): string =>
    renderPromql(recordedCount(what, service, objective, longStep, environment));
  return [...windowsOf('long'), budgetWindow(objective)].map((window) => {
    const inside = durationSeconds(window) / durationSeconds(longStep) - 1;
    const before = endSeconds / durationSeconds(longStep) - inside - 1;
    // A burst just outside the window, a few events in its first five minutes.
    const values = (burst: number, few: number): string =>
      `${before > 0 ? `0x${before - 1} ` : ''}${burst} ${few} 0x${inside - 1}`;
    const expected = { total: 7, bad: 2 } as const;
    return {
      name: `${service.name} ${objective.name} counts: ${window} holds just ${inside + 1} counts of ${longStep}`,
      series: [
        { series: counts('total'), values: values(1000, expected.total) },
        { series: counts('bad'), values: values(300, expected.bad) },
      ],
      expectations: (['total', 'bad'] as const).map((what) => ({
        expr: `sum(${renderPromql(recordedCount(what, service, objective, window))})`,
        atSeconds: endSeconds,
        value: expected[what],
      })),
    };
  });
}

/** The longest window of any of these, in seconds. */
export function longestWindowSeconds(objectives: readonly Objective[]): number {
  const windows = [...windowsOf('long'), ...objectives.map(budgetWindow)];
  return Math.max(...windows.map((window) => durationSeconds(window)));
}
