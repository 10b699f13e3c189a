/** One target's counters as its scrapes find them: requests that come at random, a share of which fail. */
import { exponential, poissonSampler, type Random } from './random.ts';

/** Seconds between two scrapes. */
export const scrapeSeconds = 15;

export interface Incident {
  readonly startSeconds: number;
  /** Share of requests that fail from then on, 0 to 1. */
  readonly badRatio: number;
}

export interface StreamOptions {
  readonly requestsPerHour: number;
  /** Share of requests that fail while nothing is broken. */
  readonly backgroundRatio: number;
  /**
   * How many failures come together: 1 is each for itself; 4 is a client that tries three times more within 5 s. The
   * share of bad requests is the same.
   */
  readonly failuresAtOnce: number;
  readonly seconds: number;
  readonly incident?: Incident;
  /** At random where it is not given. */
  readonly firstScrapeSeconds?: number;
}

export interface RequestStream {
  /** When the first scrape was, in seconds from 0 to `scrapeSeconds`; the others follow every `scrapeSeconds`. */
  readonly firstScrapeSeconds: number;
  /** The counter of bad requests at each scrape. */
  readonly bad: Int32Array;
  /** The counter of good requests at each scrape. */
  readonly good: Int32Array;
  /** When the first request of the incident failed; infinite where none did, or where there was no incident. */
  readonly firstFailureSeconds: number;
}

/** How long a client goes on trying. */
const retriesWithinSeconds = 5;

export function drawStream(random: Random, options: StreamOptions): RequestStream {
  const { seconds, incident } = options;
  const firstScrapeSeconds = options.firstScrapeSeconds ?? random.next() * scrapeSeconds;
  const scrapes = Math.floor((seconds - firstScrapeSeconds) / scrapeSeconds) + 1;
  const bad = new Int32Array(scrapes);
  const good = new Int32Array(scrapes);
  const scrapeAfter = (time: number): number =>
    Math.max(0, Math.ceil((time - firstScrapeSeconds) / scrapeSeconds));
  const countBad = (time: number): void => {
    const scrape = scrapeAfter(time);
    if (scrape < scrapes) bad[scrape] = (bad[scrape] ?? 0) + 1;
  };

  drawBackground(random, options, countBad);
  const firstFailureSeconds = drawIncident(random, options, countBad);
  const perScrape = (options.requestsPerHour * scrapeSeconds) / 3600;
  const healthy = poissonSampler(perScrape * (1 - options.backgroundRatio));
  const failing = poissonSampler(perScrape * (1 - (incident?.badRatio ?? 0)));
  const firstFailingScrape = scrapeAfter(incident?.startSeconds ?? Number.POSITIVE_INFINITY);
  let badSum = 0;
  let goodSum = 0;
  for (let scrape = 0; scrape < scrapes; scrape += 1) {
    badSum += bad[scrape] ?? 0;
    bad[scrape] = badSum;
    goodSum += scrape < firstFailingScrape ? healthy(random) : failing(random);
    good[scrape] = goodSum;
  }
  return { firstScrapeSeconds, bad, good, firstFailureSeconds };
}

function drawBackground(random: Random, options: StreamOptions, countBad: (time: number) => void): void {
  const { requestsPerHour, backgroundRatio, failuresAtOnce, seconds, incident } = options;
  const clustersPerSecond = (requestsPerHour / 3600 / failuresAtOnce) * backgroundRatio;
  if (clustersPerSecond === 0) return;
  const end = Math.min(seconds, incident?.startSeconds ?? seconds);
  for (
    let time = exponential(random, clustersPerSecond);
    time < end;
    time += exponential(random, clustersPerSecond)
  ) {
    countBad(time);
    for (let retry = 1; retry < failuresAtOnce; retry += 1)
      countBad(time + random.next() * retriesWithinSeconds);
  }
}

function drawIncident(
  random: Random,
  { requestsPerHour, seconds, incident }: StreamOptions,
  countBad: (time: number) => void,
): number {
  if (incident === undefined) return Number.POSITIVE_INFINITY;
  const badPerSecond = (requestsPerHour / 3600) * incident.badRatio;
  const first = incident.startSeconds + exponential(random, badPerSecond);
  for (let time = first; time < seconds; time += exponential(random, badPerSecond)) countBad(time);
  return first;
}
