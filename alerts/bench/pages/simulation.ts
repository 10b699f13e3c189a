/** All rows of the benchmark, one after the other; the same effort gives the same figures. */
import { type Detection, type IncidentRow, measureDetection } from './detection.ts';
import { countFalseMessages, type FalseMessages, type HealthyRow } from './false-pages.ts';
import { badRatios, type Effort, failuresAtOnceOfRows, requestsPerHourOfRows } from './rows.ts';
import { budgetRatio } from './rule-sets.ts';

export interface Simulated {
  readonly healthy: readonly (HealthyRow & { readonly messages: readonly FalseMessages[] })[];
  readonly incidents: readonly (IncidentRow & { readonly detections: readonly Detection[] })[];
}

/** Ten requests a second that nothing ever failed of: the history of the goals' own incidents. */
export const goalRow = { requestsPerHour: 36_000, backgroundRatio: 0 } as const;

const healthyRows: readonly HealthyRow[] = failuresAtOnceOfRows.flatMap((failuresAtOnce) =>
  requestsPerHourOfRows.map((requestsPerHour) => ({ requestsPerHour, failuresAtOnce })),
);

const incidentRows: readonly IncidentRow[] = [
  ...badRatios.flatMap((badRatio) =>
    requestsPerHourOfRows.map((requestsPerHour) => ({
      requestsPerHour,
      badRatio,
      backgroundRatio: budgetRatio / 2,
    })),
  ),
  ...badRatios.map((badRatio) => ({ ...goalRow, badRatio })),
];

/** `onRow` hears of each row before it is simulated. */
export function simulate(effort: Effort, onRow: (text: string) => void): Simulated {
  const count = healthyRows.length + incidentRows.length;
  const healthy = healthyRows.map((row, index) => {
    onRow(`row ${index + 1} of ${count}: ${effort.months} healthy months at ${row.requestsPerHour} an hour`);
    return { ...row, messages: countFalseMessages(row, effort) };
  });
  const incidents = incidentRows.map((row, index) => {
    onRow(
      `row ${healthyRows.length + index + 1} of ${count}: ${effort.incidents} incidents at ${row.requestsPerHour} an hour`,
    );
    return { ...row, detections: measureDetection(row, effort) };
  });
  return { healthy, incidents };
}
