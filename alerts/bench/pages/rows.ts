/** What is simulated, row by row. */
export const requestsPerHourOfRows = [10, 30, 60, 180, 600, 6000, 36_000] as const;

/** Each for itself, or a client that tries three times more within 5 s. */
export const failuresAtOnceOfRows = [1, 4] as const;

/** Shares of requests that fail in an incident. */
export const badRatios = [0.02, 0.1, 0.2, 1] as const;

/** How long an incident lasts; what is not told by its end is not detected. */
export const incidentSeconds = 6 * 3600;

export interface Effort {
  readonly seed: number;
  /** Months of healthy traffic a row. */
  readonly months: number;
  /** Incidents a row. */
  readonly incidents: number;
}
