/** Quiet hours of an owner as Alertmanager's time intervals: the times in which tickets wait. */
import type { QuietHours } from './owner.ts';

/** The shape of one entry of Alertmanager's `time_intervals[].time_intervals`. */
export interface TimeInterval {
  readonly weekdays?: readonly string[];
  readonly times?: readonly { readonly start_time: string; readonly end_time: string }[];
  readonly location: string;
}

export interface QuietPeriod {
  readonly name: string;
  readonly intervals: readonly TimeInterval[];
}

/** The nights, and the weekend where it is quiet. A ticket that still holds when they end is told then. */
export function quietPeriod(owner: string, quietHours: QuietHours): QuietPeriod {
  const { timeZone: location, workingHours, quietWeekends } = quietHours;
  // Alertmanager refuses an interval of no length.
  const nights = [
    { start_time: '00:00', end_time: workingHours.from },
    { start_time: workingHours.to, end_time: '24:00' },
  ].filter(({ start_time, end_time }) => start_time !== end_time);
  return {
    name: quietPeriodName(owner),
    intervals: [
      ...(nights.length > 0 ? [{ times: nights, location }] : []),
      ...(quietWeekends ? [{ weekdays: ['saturday', 'sunday'], location }] : []),
    ],
  };
}

export function quietPeriodName(owner: string): string {
  return `${owner}-quiet-hours`;
}
