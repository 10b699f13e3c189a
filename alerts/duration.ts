/** Durations as Prometheus writes them ("90s", "1h", "3d") and as seconds. */
const secondsPerUnit = { s: 1, m: 60, h: 3600, d: 86_400 } as const satisfies Record<string, number>;
type Unit = keyof typeof secondsPerUnit;

/** One number and one unit, so that a window reads the same in a rule, a panel and a sentence. */
export type Duration = `${number}${Unit}`;

/** Shape `<whole number><s|m|h|d>` to seconds; throws a RangeError that names any other value. */
export function durationSeconds(duration: string): number {
  const match = /^(\d+)([smhd])$/.exec(duration);
  if (match === null)
    throw new RangeError(
      `"${duration}" is not a duration; write a whole number and s, m, h or d, such as 5m.`,
    );
  const [, amount, unit] = match;
  return Number(amount) * (isUnit(unit) ? secondsPerUnit[unit] : Number.NaN);
}

function isUnit(unit: string | undefined): unit is Unit {
  return unit !== undefined && unit in secondsPerUnit;
}
