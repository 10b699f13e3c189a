/** Does a window of the base level hold just its own intervals? */
import { durationSeconds } from '../duration.ts';
import { longStep, recordedCount, windowsOf } from '../event-counts.ts';
import { renderPromql } from '../promql.ts';
import { type Counting, expectation, nameOf } from './counting.ts';
import type { Expectation, InputSeries, PromtoolTest } from './promtool-test.ts';

/** A burst just outside a window and a few events just inside it: the window holds neither more nor less. */
export function windowJumpTests(
  counting: Counting,
  seriesFor: (bad: readonly number[], good: readonly number[]) => InputSeries[],
): PromtoolTest[] {
  const { service, objective, stepSeconds } = counting;
  // A window of many intervals is tested from recorded counts, which is quicker.
  const windows = [...windowsOf('base'), longStep].filter(
    (window) => durationSeconds(window) <= durationSeconds(longStep),
  );
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
