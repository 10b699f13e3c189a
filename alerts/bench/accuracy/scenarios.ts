/**
 * Thirty days of traffic with a day's rhythm of 20 to 1, and what goes wrong in them. The first three are those for which
 * a time-weighted average was calculated to be off by 31, 31 and 194 points of the budget; the last two ask what restarts and late
 * series do to the counts.
 */
export interface Scenario {
  /** The `service` label of its series. */
  readonly service: 'noon' | 'night' | 'batch' | 'restarts' | 'late';
  readonly what: string;
  /** Share of requests that fail (0 to 1), this many seconds after the 30 days began. */
  readonly badShare: (seconds: number) => number;
  /** Every day at 10:00 both processes start again and count from zero. */
  readonly restarts?: boolean;
  /** A process shows no error series before its first error. */
  readonly errorsBornLate?: boolean;
}

export const windowDays = 30;

const [minute, hour, day] = [60, 3_600, 86_400];

export const restartSecondOfDay = 10 * hour;

/** Requests a second, of the whole service: 5 at midnight, 100 at noon. */
export function requestsPerSecond(seconds: number): number {
  const fromNoon = (2 * Math.PI * ((seconds % day) - 12 * hour)) / day;
  return 5 * (10.5 + 9.5 * Math.cos(fromNoon));
}

const outageDay = 15 * day;

const isDuring = (seconds: number, from: number, lengthSeconds: number): boolean =>
  seconds >= from && seconds < from + lengthSeconds;

const noonOutage = (seconds: number): number =>
  isDuring(seconds, outageDay + 12 * hour, 15 * minute) ? 1 : 0;

export const scenarios: readonly Scenario[] = [
  { service: 'noon', what: 'outage of 15 minutes at noon', badShare: noonOutage },
  {
    service: 'night',
    what: 'outage of 15 minutes at midnight',
    badShare: (seconds) => (isDuring(seconds, outageDay, 15 * minute) ? 1 : 0),
  },
  {
    service: 'batch',
    what: 'a batch every midnight: 10 % fail for 30 minutes',
    badShare: (seconds) => (isDuring(seconds % day, 0, 30 * minute) ? 0.1 : 0),
  },
  {
    service: 'restarts',
    what: 'outage at noon, and a restart every day',
    badShare: noonOutage,
    restarts: true,
  },
  {
    service: 'late',
    what: 'outage at noon, no error series before it',
    badShare: noonOutage,
    errorsBornLate: true,
  },
];
