/**
 * How often a tier fires though nothing is broken: an upper bound of the expected number a month.
 *
 * Half the error budget fails all the time: the service keeps its objective twice over. Failures come in clusters, since a
 * client that fails tries again at once: `failuresPerClient` bad events each, which is worse than one by one. Clusters and
 * good events are independent Poisson processes of rates m and g. A random moment has S clusters in the short window,
 * S + R in the long one and G good events in the long one, all Poisson. The long window lets the rule fire when
 * S + R >= k(G): over the threshold, at or over the floor and beyond what the guard puts down to chance, all of which ask
 * for more the more good events there are. The short one does when S >= s.
 * A(k) = P(S >= s, S+R >= k) is the share of time in which the rule is true. It becomes true when a cluster arrives,
 * or when a good event leaves the window. Either finds what any moment would find ("Poisson arrivals see time
 * averages", R. W. Wolff, Operations Research 30(2), 1982, https://doi.org/10.1287/opre.30.2.223), so
 *
 *   false alerts a second = m x E[ P(S >= s-1, S+R >= k(G)-1) - A(k(G)) ]  +  g x E[ A(k(G)) - A(k(G+1)) ]
 *
 * It is an upper bound for four reasons: a rule looks now and then, and misses some of these moments; `for` and
 * `keep_firing_for` are taken as nothing, although most do not last through the one or are joined by the other; a ticket is
 * counted though a page may inhibit it; and s comes from as few events as the short window ever holds (five
 * standard deviations below its mean).
 */
import { type BurnRateTier, badRatioThreshold } from '../burn-rate.ts';
import { durationSeconds } from '../duration.ts';
import { poissonProbability, poissonTail } from '../poisson.ts';
import { budgetRatio, failuresPerClient } from '../significance.ts';
import { isLongEnough } from './burn-condition.ts';
import { firstWhere } from './first-where.ts';

const monthSeconds = 30 * 86_400;
/** A bound below this is not worth sharpening: one false alert in 80,000 years. */
const nothingAMonth = 1e-6;

export interface HealthyTraffic {
  readonly target: number;
  readonly eventsPerHour: number;
}

/** Most services of a catalog are alike, and the sums below are long. */
const known = new Map<string, number>();

/** Expected false alerts of one tier in 30 days, at most. */
export function falseAlertsAMonth(tier: BurnRateTier, traffic: HealthyTraffic): number {
  const key = JSON.stringify([tier, traffic.target, traffic.eventsPerHour]);
  const count = known.get(key) ?? countFalseAlerts(tier, traffic);
  known.set(key, count);
  return count;
}

function countFalseAlerts(tier: BurnRateTier, { target, eventsPerHour }: HealthyTraffic): number {
  const threshold = badRatioThreshold(target, tier);
  if (threshold >= 1) return 0;
  const badPerSecond = ((eventsPerHour / 3600) * budgetRatio(target)) / 2;
  const clustersPerSecond = badPerSecond / failuresPerClient;
  const goodPerSecond = eventsPerHour / 3600 - badPerSecond;
  const shortSeconds = durationSeconds(tier.shortWindow);
  const longSeconds = durationSeconds(tier.longWindow);
  const means = {
    short: clustersPerSecond * shortSeconds,
    rest: clustersPerSecond * (longSeconds - shortSeconds),
  };
  const meanGood = goodPerSecond * longSeconds;
  const short = fewestOver(threshold, lowest(goodPerSecond * shortSeconds, 5));
  const mostGood = (clusters: number): number => mostGoodBeside(clusters, tier, target);
  const least = firstWhere(1, (clusters) => mostGood(clusters) >= lowest(meanGood, 8));
  const crudeBound = monthSeconds * (eventsPerHour / 3600) * poissonTail(means.short + means.rest, least - 1);
  if (crudeBound < nothingAMonth) return crudeBound;
  const most = firstWhere(least, (clusters) => mostGood(clusters) >= meanGood + 8 * Math.sqrt(meanGood));
  let perSecond = 0;
  let reached = -1;
  for (let long = least; long <= most; long += 1) {
    const good = mostGoodBeside(long, tier, target, reached);
    // What is beyond the last step counts with it, and so a little too often.
    const share = poissonTail(meanGood, reached + 1) - (long === most ? 0 : poissonTail(meanGood, good + 1));
    const isTrue = bothAtLeast(means, short, long);
    perSecond += clustersPerSecond * share * (bothAtLeast(means, short - 1, long - 1) - isTrue);
    perSecond +=
      goodPerSecond * poissonProbability(meanGood, good) * (isTrue - bothAtLeast(means, short, long + 1));
    reached = good;
  }
  return Math.max(0, monthSeconds * perSecond);
}

/** The fewest clusters whose bad events are over a share beside so many good ones. */
function fewestOver(threshold: number, good: number): number {
  const bad = Math.floor(Number(((threshold / (1 - threshold)) * good).toPrecision(12))) + 1;
  return Math.ceil(bad / failuresPerClient);
}

/** The most good events beside which so many clusters let the long window fire; -1 where they never do. It is known to be `atLeast` so many. */
function mostGoodBeside(clusters: number, tier: BurnRateTier, target: number, atLeast = -1): number {
  const bad = clusters * failuresPerClient;
  const isQuiet = (good: number): boolean => !isLongEnough({ bad, total: bad + good }, tier, target);
  return firstWhere(atLeast + 1, isQuiet) - 1;
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
