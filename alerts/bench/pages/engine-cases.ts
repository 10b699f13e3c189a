/** The requests that the engine and the simulator are both asked about: one of each kind of row. */
import { evaluateRules, type Firing } from './evaluate.ts';
import { seededRandom } from './random.ts';
import { drawStream, type RequestStream, scrapeSeconds } from './request-stream.ts';
import type { RuleSet, SimulatedTier } from './rule-set.ts';
import { budgetRatio, sloth } from './rule-sets.ts';

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
  readonly seed: number;
  readonly requestsPerHour: number;
  readonly asks: EngineCase['asks'];
  readonly failuresAtOnce?: number;
  readonly badRatio?: number;
  /** How long the two are compared. */
  readonly seconds: number;
}

const historySeconds = { pages: 7 * 3600, 'long windows': 5 * 86_400 } as const;
/** Within this time of full windows a `for` that began before has passed. */
const settlingSeconds = { pages: 1800, 'long windows': 5 * 3600 } as const;

/** A healthy case is one in which Sloth's rules fire: hours in which nobody fires would say little. */
export function drawCase(options: EngineCaseOptions): EngineCase {
  const attempts = options.badRatio === undefined ? 100 : 1;
  for (let attempt = 0; ; attempt += 1) {
    const drawn = drawAttempt(options, attempt);
    if (attempt === attempts - 1 || firingsOf(askedTiers(sloth, drawn.asks), drawn).length > 0) return drawn;
  }
}

/** promtool evaluates every group at multiples of its interval. */
const phases = { base: 0, slower: 0, alertLag: 0 };

/** What the simulator says, from where windows are full or fuller, so that every `for` has its beginning. */
export function firingsOf(asked: RuleSet, { stream, asks, fromSeconds }: EngineCase): Firing[] {
  return evaluateRules(asked, stream, phases, fromSeconds - settlingSeconds[asks]).filter(
    ({ end }) => end > fromSeconds,
  );
}

function drawAttempt(options: EngineCaseOptions, attempt: number): EngineCase {
  const { asks, badRatio, failuresAtOnce = 1, requestsPerHour, seconds, seed } = options;
  const kind = badRatio === undefined ? `healthy, ${failuresAtOnce} at once` : `${badRatio * 100} % fail`;
  const name = `${requestsPerHour} an hour, ${kind}${asks === 'pages' ? '' : `, ${asks}`}`;
  const random = seededRandom(seed, 'engine', name, attempt);
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

const hour = 3600;

/** One of each kind of row, and the tiers of the long windows. */
export function engineCases(seed: number): EngineCase[] {
  const pages = { seed, asks: 'pages' } as const;
  return [
    drawCase({ ...pages, requestsPerHour: 60, seconds: 4 * hour }),
    drawCase({ ...pages, requestsPerHour: 180, failuresAtOnce: 4, seconds: 4 * hour }),
    drawCase({ ...pages, requestsPerHour: 600, badRatio: 0.02, seconds: 2 * hour }),
    drawCase({ ...pages, requestsPerHour: 600, badRatio: 0.1, seconds: hour }),
    drawCase({ ...pages, requestsPerHour: 600, badRatio: 0.2, seconds: hour }),
    drawCase({ ...pages, requestsPerHour: 60, badRatio: 1, seconds: hour }),
    drawCase({ seed, asks: 'long windows', requestsPerHour: 600, badRatio: 0.02, seconds: 12 * hour }),
  ];
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

function isAsked(
  tier: SimulatedTier,
  { reads, countsEverySeconds }: RuleSet,
  asks: EngineCase['asks'],
): boolean {
  if (reads === 'exact') return (tier.evaluationSeconds === countsEverySeconds) === (asks === 'pages');
  return (
    (tier.severity === 'critical') === (asks === 'pages') && tier.longSeconds / scrapeSeconds < mostSamples
  );
}

/** promtool refuses a rule whose window holds more of one series: the peers' windows of three and four days. */
const mostSamples = 10_000;
