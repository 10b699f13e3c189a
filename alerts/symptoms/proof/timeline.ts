/** Phases of a measured value as promtool's series notation: `<start>+<increment>x<further samples>`. */
import type { Phase } from './scenario.ts';

/** A gauge that is what it is in each phase. */
export function gaugeValues(phases: readonly Phase[]): string {
  return phases.map(({ steps, value }) => `${plain(value)}x${steps - 1}`).join(' ');
}

/**
 * A counter that grows by the phase's value with each sample. Added up sample by sample, as promtool does: a sum that was
 * rounded otherwise could lie just below it, which is a reset.
 */
export function counterValues(phases: readonly Phase[]): string {
  let count = 0;
  return phases
    .map(({ steps, value }, index) => {
      if (index > 0) count += value;
      const first = count;
      for (let step = 1; step < steps; step += 1) count += value;
      return `${exactly(first)}+${exactly(value)}x${steps - 1}`;
    })
    .join(' ');
}

/** A clock that is `value` seconds ahead of the test's own, or behind it where that is negative. */
export function clockValues(phases: readonly Phase[], stepSeconds: number): string {
  let step = 0;
  return phases
    .map(({ steps, value }) => {
      const first = step * stepSeconds + value;
      step += steps;
      return `${plain(first)}+${stepSeconds}x${steps - 1}`;
    })
    .join(' ');
}

/** A gauge that changes its value so often, on average, within `perSteps` steps. */
export function changingValues(phases: readonly Phase[], perSteps: number): string {
  let changes = 0;
  return phases
    .flatMap(({ steps, value }) =>
      Array.from({ length: steps }, () => {
        changes += value / perSteps;
        // A thousandth, so that a sum of fractions does not fall just short of a whole one.
        return String(Math.floor(changes + 0.001));
      }),
    )
    .join(' ');
}

/** Negative numbers and fractions as promtool reads them: no exponent, at most twelve digits. */
function plain(value: number): string {
  return Number(value.toPrecision(12)).toLocaleString('en-US', {
    useGrouping: false,
    maximumFractionDigits: 9,
  });
}

/** All digits, and no exponent. */
function exactly(value: number): string {
  return value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}
