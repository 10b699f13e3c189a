/** The requests that the engine and the simulator are both asked about: one of each kind of row. */
import { seededRandom } from './random.ts';
import { drawStream, type RequestStream, scrapeSeconds } from './request-stream.ts';
import type { RuleSet, SimulatedTier } from './rule-set.ts';
import { budgetRatio } from './rule-sets.ts';

export interface EngineCase {
  readonly name: string;
  readonly requestsPerHour: number;
  readonly stream: RequestStream;
  /** Which tiers are asked; promtool evaluates all groups of a file at one interval. */
  readonly asks: 'pages' | 'long windows';
  /** From when on the two are compared, in seconds; the windows are full before. */
  readonly fromSeconds: number;
}

export interface EngineCaseOptions {
  readonly requestsPerHour: number;
  readonly asks: EngineCase['asks'];
  readonly failuresAtOnce?: number;
  readonly badRatio?: number;
  /** How long the two are compared. */
  readonly seconds: number;
  readonly seed: number;
}

const historySeconds = { pages: 7 * 3600, 'long windows': 5 * 86_400 } as const;
/** Within this time of full windows a `for` that began before has passed. */
const settlingSeconds = { pages: 1800, 'long windows': 5 * 3600 } as const;

export function drawCase(options: EngineCaseOptions): EngineCase {
  const { asks, badRatio, failuresAtOnce = 1, requestsPerHour, seconds, seed } = options;
  const name = `${requestsPerHour} an hour, ${badRatio === undefined ? `healthy, ${failuresAtOnce} at once` : `${badRatio * 100} % fail`}, ${asks}`;
  const random = seededRandom(seed, 'engine', name);
  const fromSeconds = historySeconds[asks] + settlingSeconds[asks];
  const startSeconds = fromSeconds + 600 + random.next() * 60;
  return {
    name,
    requestsPerHour,
    asks,
    fromSeconds,
    stream: drawStream(random, {
      requestsPerHour,
      failuresAtOnce,
      backgroundRatio: budgetRatio / 2,
      seconds: fromSeconds + seconds,
      // Whole seconds, as promtool's series have them; between two evaluations, which come at multiples of 15.
      firstScrapeSeconds: 1 + Math.floor(random.next() * 14),
      ...(badRatio === undefined ? {} : { incident: { startSeconds, badRatio } }),
    }),
  };
}

/** The tiers that a case asks about, at the interval at which promtool evaluates them. */
export function askedTiers(ruleSet: RuleSet, asks: EngineCase['asks']): RuleSet {
  const slow = ruleSet.tiers.filter((tier) => isAsked(tier, ruleSet, asks));
  if (ruleSet.reads === 'exact' || asks === 'pages')
    return { ...ruleSet, hasAlertsApart: false, tiers: slow };
  // Days of windows at the peers' own interval would take the engine minutes; only how often they look is changed.
  return {
    ...ruleSet,
    hasAlertsApart: false,
    countsEverySeconds: 300,
    tiers: slow.map((tier) => ({ ...tier, evaluationSeconds: 300 })),
  };
}

function isAsked(tier: SimulatedTier, { reads, countsEverySeconds }: RuleSet, asks: EngineCase['asks']): boolean {
  if (reads === 'exact') return (tier.evaluationSeconds === countsEverySeconds) === (asks === 'pages');
  return (tier.severity === 'critical') === (asks === 'pages') && tier.longSeconds / scrapeSeconds < mostSamples;
}

/** promtool refuses a rule whose window holds more of one series: the peers' windows of three and four days. */
const mostSamples = 10_000;
