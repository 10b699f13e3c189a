/** Scrapes that counts cannot be taken from: every window has to be whole intervals, and a scrape over before the next. */
import type { BurnRateTier } from '../burn-rate.ts';
import { durationSeconds } from '../duration.ts';
import { longStep } from '../event-counts.ts';
import { ordinaryScrape, type ServiceDefinition } from '../service-definition.ts';
import { placeOf } from './place.ts';

export function scrapeRefusals(service: ServiceDefinition, tiers: readonly BurnRateTier[]): string[] {
  const { interval, timeout } = service.scrape ?? ordinaryScrape;
  const seconds = durationSeconds(interval);
  const where = `${placeOf(service)}: scrape.interval ${interval}`;
  const faults: string[] = [];
  if (durationSeconds(timeout) > seconds)
    faults.push(
      `${placeOf(service)}: scrape.timeout ${timeout} is longer than the interval of ${interval}, which Prometheus refuses; take ${interval} or less.`,
    );
  const windows = tiers
    .filter(({ level }) => level === 'base')
    .flatMap(({ shortWindow, longWindow }) => [shortWindow, longWindow]);
  const shortest = windows.toSorted((a, b) => durationSeconds(a) - durationSeconds(b))[0] ?? longStep;
  const uneven = [...windows, longStep].find((window) => durationSeconds(window) % seconds !== 0);
  if (durationSeconds(shortest) < 2 * seconds)
    faults.push(
      `${where}: window ${shortest} is under two scrapes of it, so that one failed scrape leaves nothing to look at; scrape every ${durationSeconds(shortest) / 2}s or more often.`,
    );
  else if (uneven !== undefined)
    faults.push(
      `${where} does not divide ${uneven}, so that counts over ${uneven} would hold more or less than that; take 10s, 15s, 20s or 30s.`,
    );
  return faults;
}
