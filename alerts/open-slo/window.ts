import { windowsInDays } from '../import/imported.ts';
import type { Report } from '../import/report.ts';
import type { Objective } from '../objective.ts';
import type { Slo } from './schema.ts';

const daysPerUnit: Readonly<Record<string, number>> = { h: 1 / 24, d: 1, w: 7 };

/** The rolling window in days; a calendar's window starts over at midnight, which no rolling sum can say. */
export function carryWindow(
  [window]: NonNullable<Slo['spec']['timeWindow']>,
  report: Report,
): Objective['windowDays'] | undefined {
  const path = 'spec.timeWindow';
  const fix = `write a rolling window of ${windowsInDays.join(', ')} days, such as { duration: 28d, isRolling: true }.`;
  if (window === undefined)
    return report.refuse(path, `is missing, and the specification has no default; ${fix}`);
  if (window.calendar !== undefined || window.isRolling !== true)
    return report.refuse(`${path}[0]`, `is not rolling (a calendar's budget starts over at a date); ${fix}`);
  const perUnit = daysPerUnit[window.duration.slice(-1)];
  const days = Number.parseInt(window.duration, 10) * (perUnit ?? Number.NaN);
  const carried = windowsInDays.find((candidate) => candidate === days);
  return (
    carried ??
    report.refuse(
      `${path}[0].duration`,
      `${window.duration} is ${Number.isFinite(days) ? `${Number(days.toFixed(2))} days, no window of the catalog` : 'no fixed number of days'}; ${fix}`,
    )
  );
}
