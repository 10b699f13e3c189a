/** Pyrra 0.10's multi burn rate alerts as data: https://github.com/pyrra-dev/pyrra/blob/v0.10.1/slo/rules.go */
import type { BurnRateTier } from '../../burn-rate.ts';

export interface PyrraAlert extends Pick<BurnRateTier, 'severity' | 'factor'> {
  readonly longSeconds: number;
  readonly shortSeconds: number;
  readonly holdSeconds: number;
}

/** Every group that Pyrra writes names this interval. */
export const pyrraIntervalSeconds = 30;

const minute = 60;
const hour = 3600;
const day = 86_400;

/** Pyrra's figures are those of 28 days; it stretches them to the objective's window and rounds to minutes. */
export function pyrraAlerts(windowDays: number): PyrraAlert[] {
  const stretch = (seconds: number): number => Math.round((seconds * windowDays) / 28 / minute) * minute;
  const alert = (
    severity: PyrraAlert['severity'],
    factor: number,
    [long, short, hold]: readonly [number, number, number],
  ): PyrraAlert => ({
    severity,
    factor,
    longSeconds: stretch(long),
    shortSeconds: stretch(short),
    holdSeconds: stretch(hold),
  });
  return [
    alert('critical', 14, [hour, 5 * minute, 2 * minute]),
    alert('critical', 7, [6 * hour, 30 * minute, 15 * minute]),
    alert('warning', 2, [day, 2 * hour, hour]),
    alert('warning', 1, [4 * day, 6 * hour, 3 * hour]),
  ];
}
