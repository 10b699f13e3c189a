/** The intervals that decide how late an alert of a service is. */
import type { BurnRateTier } from '../burn-rate.ts';
import { durationSeconds } from '../duration.ts';
import { longStep } from '../event-counts.ts';
import type { Objective } from '../objective.ts';
import { ordinaryScrape, type ServiceDefinition } from '../service-definition.ts';

/** How one tier of one objective looks at its events. */
export interface Course {
  /** Seconds from one evaluation of the tier to the next. */
  readonly stepSeconds: number;
  /** How much of the failure an evaluation does not hold yet, in seconds. */
  readonly lateSeconds: number;
}

export function scrapeSecondsOf({ scrape = ordinaryScrape }: Pick<ServiceDefinition, 'scrape'>): number {
  return durationSeconds(scrape.interval);
}

/**
 * The course in which evaluations and scrapes coincide and the failure begins right after both, as in promtool. Counters
 * are read one scrape timeout late, so that an evaluation holds what came until the scrape before: one interval less. A
 * gauge is read as it stands. A PromQL text is averaged over two intervals: half of one less.
 *
 * In an installation a scrape lies anywhere between two evaluations: a counter's failure is seen `timeout` to `timeout`
 * and an interval after its scrape, here an interval after it.
 */
export function courseOf(service: ServiceDefinition, objective: Objective, tier: BurnRateTier): Course {
  const scrapeSeconds = scrapeSecondsOf(service);
  return {
    stepSeconds: tier.level === 'long' ? durationSeconds(longStep) : scrapeSeconds,
    lateSeconds: scrapeSeconds * intervalsLate(objective),
  };
}

function intervalsLate({ events }: Objective): number {
  if ('total' in events) return 1;
  return 'rawTotal' in events ? 0.5 : 0;
}
