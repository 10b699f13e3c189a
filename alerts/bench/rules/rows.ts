/** What is measured: sizes of a service, and how often it is scraped. */

export interface RulesRow {
  /** The `service` label of its series. */
  readonly service: 'slow' | 'hundred' | 'thousand';
  readonly totalSeries: number;
  /** Those of them that count errors. */
  readonly errorSeries: number;
  readonly scrapeSeconds: number;
}

/** The size of the goal. */
export const thousandSeries = {
  service: 'thousand',
  totalSeries: 1_000,
  errorSeries: 200,
  scrapeSeconds: 30,
} as const satisfies RulesRow;

/** A tenth of it, to see how the cost grows. */
export const hundredSeries = {
  service: 'hundred',
  totalSeries: 100,
  errorSeries: 20,
  scrapeSeconds: 30,
} as const satisfies RulesRow;

/** Measured once before, with another Prometheus (3.15): Sloth's rules read 1,059,462 samples a pass. */
export const slowlyScraped = {
  service: 'slow',
  totalSeries: 100,
  errorSeries: 40,
  scrapeSeconds: 60,
} as const satisfies RulesRow;

export const knownSlothSamples = 1_059_462;

export const rows: readonly RulesRow[] = [slowlyScraped, hundredSeries, thousandSeries];

/** Targets of other services beside the thousand series: what is read for their sake should be nothing. */
export const foreignTargets = 1_000;

/** Series that one target exposes. */
export const seriesPerTarget = 100;
