/** What Sloth 0.16.0 measured here, for machines where Go is missing and it cannot be built; the output says so then. */

export const slothMeasured = {
  version: '0.16.0',
  /** Samples of one pass, by the `service` of the row; Prometheus 2.42, evaluated every 30 s. */
  samplesPerPass: { slow: 1_059_715, hundred: 1_693_215, thousand: 15_376_815 },
  /** Share of the budget left after the 30 days of each scenario, by its `service`. */
  budgetLeft: { noon: 0.654, night: 0.653, batch: -1.083, restarts: 0.653, late: 0.284 },
  /** 500 objectives, on two cores that others used too. */
  generation: { runs: [{ seconds: 1.5, peakMegabytes: 102 }], files: 100, megabytes: 4.1 },
} as const;
