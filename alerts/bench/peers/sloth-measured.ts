/** What Sloth 0.16.0 measured here, for machines where Go is missing and it cannot be built; the output says so then. */

export const slothMeasured = {
  version: '0.16.0',
  /** Samples of one pass, by the `service` of the row; Prometheus 2.42, evaluated every 30 s. */
  samplesPerPass: { slow: 1_059_715, hundred: 1_693_215, thousand: 15_376_815 },
  /** Share of the budget left after the 30 days of each scenario, by its `service`. */
  budgetLeft: { noon: 0.653, night: 0.6535, batch: -1.0826, restarts: 0.6544, late: 0.2815 },
} as const;
