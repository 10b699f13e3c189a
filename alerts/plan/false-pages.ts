/**
 * How often a tier fires though nothing is broken: an upper bound of the expected number a month.
 *
 * Bad and good events are independent Poisson processes of rates m and g, together the declared traffic, m being half the
 * error budget of it: the service keeps its objective twice over. A random moment has S bad events in the short window,
 * S + R in the long one and G good ones in the long one, all Poisson. With c = threshold / (1 - threshold) the long window
 * is over when S + R >= l(G), the larger of the floor and floor(c x G) + 1; the short one when S >= s.
 * A(l) = P(S >= s, S+R >= l) is the share of time in which the rule is true. It becomes true when a bad event arrives,
 * or when a good one leaves the window. Either finds what any moment would find ("Poisson arrivals see time
 * averages", R. W. Wolff, Operations Research 30(2), 1982, https://doi.org/10.1287/opre.30.2.223), so
 *
 *   false alerts a second = m x E[ P(S >= s-1, S+R >= l(G)-1) - A(l(G)) ]  +  g x E[ A(l(G)) - A(l(G+1)) ]
 *
 * It is an upper bound for three reasons: `for` is taken as nothing, although most of these do not last through it;
 * a ticket is counted though a page may inhibit it; and s comes from as few requests as the short window ever holds
 * (five standard deviations below its mean).
 */
import { type BurnRateTier, badRatioThreshold, minimumBadEvents } from '../burn-rate.ts';
import { durationSeconds } from '../duration.ts';
import { poissonProbability, poissonTail } from '../poisson.ts';

const monthSeconds = 30 * 86_400;
/** A bound below this is not worth sharpening: one false alert in 80,000 years. */
const nothingAMonth = 1e-6;

export interface HealthyTraffic {
  readonly target: number;
  readonly requestsPerHour: number;
}

/** Expected false alerts of one tier in 30 days, at most. */
export function falseAlertsAMonth(tier: BurnRateTier, { target, requestsPerHour }: HealthyTraffic): number {
  const badPerSecond = ((requestsPerHour / 3600) * (1 - target)) / 2;
  const goodPerSecond = requestsPerHour / 3600 - badPerSecond;
  const threshold = badRatioThreshold(target, tier);
  const badPerGood = threshold / (1 - threshold);
  const shortSeconds = durationSeconds(tier.shortWindow);
  const longSeconds = durationSeconds(tier.longWindow);
  const short = fewestBadOver(badPerGood, lowest(goodPerSecond * shortSeconds, 5));
  const bad = { short: badPerSecond * shortSeconds, rest: badPerSecond * (longSeconds - shortSeconds) };
  const meanGood = goodPerSecond * longSeconds;
  const least = Math.max(minimumBadEvents, fewestBadOver(badPerGood, lowest(meanGood, 8)));
  const crudeBound = monthSeconds * (requestsPerHour / 3600) * poissonTail(bad.short + bad.rest, least - 1);
  if (crudeBound < nothingAMonth) return crudeBound;
  const most = Math.max(least, fewestBadOver(badPerGood, meanGood + 8 * Math.sqrt(meanGood)));
  let perSecond = 0;
  for (let long = least; long <= most; long += 1) {
    const mostGood = Math.ceil(long / badPerGood) - 1;
    const below = long === least ? 1 : poissonTail(meanGood, Math.ceil((long - 1) / badPerGood));
    // What is beyond the last step counts with it, and so a little too often.
    const share = below - (long === most ? 0 : poissonTail(meanGood, mostGood + 1));
    const isTrue = bothAtLeast(bad, short, long);
    perSecond += badPerSecond * share * (bothAtLeast(bad, short - 1, long - 1) - isTrue);
    perSecond +=
      goodPerSecond * poissonProbability(meanGood, mostGood) * (isTrue - bothAtLeast(bad, short, long + 1));
  }
  return Math.max(0, monthSeconds * perSecond);
}

/** The fewest bad events that are over the threshold beside so many good ones. */
function fewestBadOver(badPerGood: number, good: number): number {
  return Math.floor(Number((badPerGood * good).toPrecision(12))) + 1;
}

function lowest(mean: number, deviations: number): number {
  return Math.max(0, mean - deviations * Math.sqrt(mean));
}

/** P(S >= short, S+R >= long). */
function bothAtLeast(means: { short: number; rest: number }, short: number, long: number): number {
  // Beyond ten standard deviations either way there is nothing left to add.
  const spread = 10 * Math.sqrt(means.short) + 20;
  const first = Math.max(short, Math.floor(means.short - spread), 0);
  const last = Math.min(Math.max(first, long), Math.max(first, Math.ceil(means.short + spread)));
  let sum = 0;
  for (let count = first; count < last; count += 1)
    sum += poissonProbability(means.short, count) * poissonTail(means.rest, long - count);
  return sum + poissonTail(means.short, last);
}
