/**
 * The smallest whole number from `from` on for which a claim holds that, once it holds, goes on holding. Asks about as
 * many of them as the answer has binary digits; never ends where none holds.
 */
export function firstWhere(from: number, holds: (value: number) => boolean): number {
  let step = 1;
  while (!holds(from + step - 1)) step *= 2;
  // It does not hold at `low`, or that is before the first; it holds at `high`.
  let low = from + Math.floor(step / 2) - 1;
  let high = from + step - 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
