/**
 * How long a tier takes to fire when a share of requests begins to fail after a long clean time.
 *
 * Traffic is steady, so d seconds of failure at ratio p leave p x d / w bad in a window of w seconds. A failure shows
 * in whole scrapes, a rule looks in whole evaluations, and `for` counts evaluations from the first that was true. The
 * failure begins right after a scrape, and evaluations follow scrapes at once: where they do not, and where Prometheus 3
 * leaves the oldest sample of a window out, the alert is up to one evaluation sooner or later.
 */
import { type BurnRateTier, badRatioThreshold, minimumBadEvents } from '../burn-rate.ts';
import { durationSeconds } from '../duration.ts';
import type { Clock } from './clock.ts';

export interface Failure {
  readonly target: number;
  /** Share of requests that fail, 0 to 1. */
  readonly badRatio: number;
  readonly requestsPerHour: number;
}

/** Seconds from the first failed request to the firing alert, or `never` when its windows cannot get there. */
export function secondsToFire(tier: BurnRateTier, failure: Failure, clock: Clock): number | 'never' {
  const { badRatio, requestsPerHour } = failure;
  const threshold = badRatioThreshold(failure.target, tier);
  const longSeconds = durationSeconds(tier.longWindow);
  const badPerSecond = (badRatio * requestsPerHour) / 3600;
  // A full window holds no more than these: the comparison is strict for the ratio, and not for the floor.
  if (badRatio <= threshold || withoutNoise(badPerSecond * longSeconds) < minimumBadEvents) return 'never';
  // The window that is over last is the long one wherever it is the longer one; asking both needs no such promise.
  const scrapesUntilOver = [longSeconds, durationSeconds(tier.shortWindow)].map(
    (window) => Math.floor(withoutNoise((threshold * window) / (badRatio * clock.scrapeSeconds))) + 1,
  );
  const scrapesUntilSignificant = Math.ceil(
    withoutNoise(minimumBadEvents / (badPerSecond * clock.scrapeSeconds)),
  );
  const shownAfter = Math.max(...scrapesUntilOver, scrapesUntilSignificant) * clock.scrapeSeconds;
  return wholeEvaluations(shownAfter, clock) + wholeEvaluations(durationSeconds(tier.hold), clock);
}

/** Seconds from the first failed request until Alertmanager tells: the first notification of a new group. */
export function secondsToTell(tier: BurnRateTier, failure: Failure, clock: Clock): number | 'never' {
  const fires = secondsToFire(tier, failure, clock);
  return fires === 'never' ? fires : fires + clock.groupWaitSeconds;
}

function wholeEvaluations(seconds: number, { evaluationSeconds }: Clock): number {
  return Math.ceil(seconds / evaluationSeconds) * evaluationSeconds;
}

/** Rid of the noise of binary fractions, which would move a value that is whole to the next one. */
function withoutNoise(value: number): number {
  return Number(value.toPrecision(12));
}
