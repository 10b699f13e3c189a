/** When each tier of a rule set would have fired over a stream of requests. */
import type { Random } from './random.ts';
import { type RequestStream, scrapeSeconds } from './request-stream.ts';
import type { RuleSet, SimulatedTier } from './rule-set.ts';

/** From the evaluation that fired to the one that resolved, in seconds; the end is infinite where it still fired. */
export interface Firing {
  readonly tier: SimulatedTier;
  readonly start: number;
  readonly end: number;
}

/** Where rule groups stand in their intervals, each 0 to 1: Prometheus spreads its groups by their names. */
export interface Phases {
  /** The group that reads the counters. */
  readonly base: number;
  /** The groups of longer intervals that read what the base group recorded. */
  readonly slower: number;
  /** How much later than the records the alerts are looked at, where they are in a group of their own. */
  readonly alertLag: number;
}

export function drawPhases(random: Random): Phases {
  return { base: random.next(), slower: random.next(), alertLag: random.next() };
}

/** All firings from `fromSeconds` on, tier by tier. The stream must reach back from there by the longest window. */
export function evaluateRules(
  ruleSet: RuleSet,
  stream: RequestStream,
  phases: Phases,
  fromSeconds: number,
): Firing[] {
  return ruleSet.tiers.flatMap((tier) => evaluateTier(ruleSet, tier, stream, phases, fromSeconds));
}

function evaluateTier(
  ruleSet: RuleSet,
  tier: SimulatedTier,
  stream: RequestStream,
  phases: Phases,
  fromSeconds: number,
): Firing[] {
  const isBurning = ruleSet.reads === 'rate' ? burningByRate(tier, stream) : burningByCount(tier, stream);
  const interval = tier.evaluationSeconds;
  const base = ruleSet.countsEverySeconds;
  const isSlower = interval > base;
  const phase = isSlower ? phases.slower : phases.base;
  const lag = ruleSet.hasAlertsApart ? phases.alertLag * interval : 0;
  const lastScrapeSeconds = stream.firstScrapeSeconds + (stream.bad.length - 1) * scrapeSeconds;
  const firings: Firing[] = [];
  let trueSince = Number.NaN;
  let falseSince = Number.NaN;
  let firingSince = Number.NaN;
  for (
    let time = (Math.ceil(fromSeconds / interval) + phase) * interval;
    time <= lastScrapeSeconds;
    time += interval
  ) {
    const readAt = isSlower ? lastBefore(time, base, phases.base) : time;
    const scrape = Math.floor((readAt - ruleSet.latenessSeconds - stream.firstScrapeSeconds) / scrapeSeconds);
    if (isBurning(scrape, time)) {
      if (Number.isNaN(trueSince)) trueSince = time;
      falseSince = Number.NaN;
      if (Number.isNaN(firingSince) && time - trueSince >= tier.holdSeconds) firingSince = time;
      continue;
    }
    trueSince = Number.NaN;
    if (Number.isNaN(firingSince)) continue;
    if (Number.isNaN(falseSince)) falseSince = time;
    if (time - falseSince < tier.keepFiringSeconds) continue;
    firings.push({ tier, start: firingSince + lag, end: time + lag });
    firingSince = Number.NaN;
    falseSince = Number.NaN;
  }
  if (!Number.isNaN(firingSince))
    firings.push({ tier, start: firingSince + lag, end: Number.POSITIVE_INFINITY });
  return firings;
}

function lastBefore(time: number, interval: number, phase: number): number {
  return (Math.floor(time / interval - phase) + phase) * interval;
}

type IsBurning = (scrape: number, time: number) => boolean;

/** Exact differences between scrapes, each counted whole. */
function burningByCount(tier: SimulatedTier, { bad, good }: RequestStream): IsBurning {
  const longScrapes = tier.longSeconds / scrapeSeconds;
  const shortScrapes = tier.shortSeconds / scrapeSeconds;
  const { isSignificant = () => true } = tier;
  const at = (counter: Int32Array, scrape: number): number => counter[scrape] ?? 0;
  return (scrape) => {
    const badNow = at(bad, scrape);
    const badShort = badNow - at(bad, scrape - shortScrapes);
    if (badShort === 0) return false;
    const goodNow = at(good, scrape);
    const totalShort = badShort + goodNow - at(good, scrape - shortScrapes);
    if (!(badShort / totalShort > tier.thresholdRatio)) return false;
    const badLong = badNow - at(bad, scrape - longScrapes);
    const totalLong = badLong + goodNow - at(good, scrape - longScrapes);
    return badLong / totalLong > tier.thresholdRatio && isSignificant(badLong, totalLong);
  };
}

/** The peers' rules: sum(rate(bad)) / sum(rate(all)), with rate() as Prometheus extrapolates it. */
function burningByRate(tier: SimulatedTier, stream: RequestStream): IsBurning {
  const isOver = (windowSeconds: number, scrape: number, time: number): boolean => {
    // A range of whole scrape intervals that begins between two scrapes holds one sample an interval.
    const first = scrape - windowSeconds / scrapeSeconds + 1;
    const last = { first, scrape, time, windowSeconds };
    const bad = extrapolatedIncrease(stream.bad, stream.firstScrapeSeconds, last);
    if (bad === 0) return false;
    const good = extrapolatedIncrease(stream.good, stream.firstScrapeSeconds, last);
    return bad / (bad + good) > tier.thresholdRatio;
  };
  return (scrape, time) => isOver(tier.shortSeconds, scrape, time) && isOver(tier.longSeconds, scrape, time);
}

/** Prometheus' extrapolatedRate (promql/functions.go) for a counter without resets. */
function extrapolatedIncrease(
  counter: Int32Array,
  firstScrapeSeconds: number,
  range: { first: number; scrape: number; time: number; windowSeconds: number },
): number {
  const firstValue = counter[range.first] ?? 0;
  const increase = (counter[range.scrape] ?? 0) - firstValue;
  if (increase === 0) return 0;
  const sampled = (range.scrape - range.first) * scrapeSeconds;
  const firstTime = firstScrapeSeconds + range.first * scrapeSeconds;
  // Both gaps are under 1.1 intervals here, so they are filled whole, but no counter is taken below zero.
  const toStart = Math.min(firstTime - (range.time - range.windowSeconds), (sampled * firstValue) / increase);
  const toEnd = range.time - firstTime - sampled;
  return (increase * (sampled + toStart + toEnd)) / sampled;
}
