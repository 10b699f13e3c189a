/** Durations as Prometheus writes them ("90s", "1h", "3d") and as seconds. */
const secondsPerUnit = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 } as const satisfies Record<
  string,
  number
>;
type Unit = keyof typeof secondsPerUnit;

/** One number and one unit, so that a window reads the same in a rule, a panel and a sentence. */
export type Duration = `${number}${Exclude<Unit, 'ms'>}`;

/** Shape `<whole number><s|m|h|d>`, or several of them ("59m59s999ms"), to seconds; throws a RangeError that names any other value. */
export function durationSeconds(duration: string): number {
  let [seconds, read] = [0, 0];
  for (const [part, amount, unit] of duration.matchAll(/(\d+)(ms|[smhd])/gy)) {
    seconds += Number(amount) * (isUnit(unit) ? secondsPerUnit[unit] : Number.NaN);
    read += part.length;
  }
  if (read === 0 || read < duration.length)
    throw new RangeError(
      `"${duration}" is not a duration; write a whole number and s, m, h or d, such as 5m.`,
    );
  return seconds;
}

/** Whole seconds as the largest unit that holds them without a rest: 3600 is "1h", 90 is "90s". */
export function durationOf(seconds: number): Duration {
  for (const unit of ['d', 'h', 'm'] as const)
    if (seconds >= secondsPerUnit[unit] && seconds % secondsPerUnit[unit] === 0)
      return `${seconds / secondsPerUnit[unit]}${unit}`;
  return `${seconds}s`;
}

/** Whole seconds as days, hours, minutes and seconds: 3599 is "59m59s"; shape of `durationSeconds`. */
export function composedDuration(seconds: number): string {
  const units = [
    ['d', secondsPerUnit.d],
    ['h', secondsPerUnit.h],
    ['m', secondsPerUnit.m],
    ['s', 1],
  ] as const;
  let rest = seconds;
  const parts = units.map(([unit, size]) => {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    return amount === 0 ? '' : `${amount}${unit}`;
  });
  return parts.join('');
}

function isUnit(unit: string | undefined): unit is Unit {
  return unit !== undefined && unit in secondsPerUnit;
}
