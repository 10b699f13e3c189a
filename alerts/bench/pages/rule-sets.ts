/** The rules of the three compilers for the same objective: 99.9 % over 30 days. */
import { badRatioThreshold, burnRateTiers, minimumBadEvents } from '../../burn-rate.ts';
import { keepFiringFor } from '../../burn-rate-alert.ts';
import { durationSeconds } from '../../duration.ts';
import { longStep } from '../../event-counts.ts';
import { ordinaryScrape } from '../../service-definition.ts';
import { surpriseNeeded, surpriseOf } from '../../significance.ts';
import { pyrraAlerts, pyrraIntervalSeconds } from '../peers/pyrra.ts';
import type { RuleSet, Severity, SimulatedTier } from './rule-set.ts';

export const target = 0.999;
export const windowDays = 30;
/** Share of requests that may fail. */
export const budgetRatio = 0.001;

/** The global evaluation interval: every group that names none has it. */
const serverIntervalSeconds = durationSeconds(ordinaryScrape.interval);

const minute = 60;
const hour = 3600;
const day = 86_400;

/**
 * Sloth 0.16's default windows (internal/alert/windows/google-30d.yaml): two tiers to an alert, no `for`, records and
 * alerts in groups of their own that name no interval.
 */
export const sloth: RuleSet = {
  name: 'Sloth 0.16',
  reads: 'rate',
  latenessSeconds: 0,
  countsEverySeconds: serverIntervalSeconds,
  hasAlertsApart: true,
  tiers: [
    slothTier('page', 'critical', 14.4, hour, 5 * minute),
    slothTier('page', 'critical', 6, 6 * hour, 30 * minute),
    slothTier('ticket', 'warning', 3, day, 2 * hour),
    slothTier('ticket', 'warning', 1, 3 * day, 6 * hour),
  ],
};

/** Pyrra 0.10: an alert a tier, in the group of the records. */
export const pyrra: RuleSet = {
  name: 'Pyrra 0.10',
  reads: 'rate',
  latenessSeconds: 0,
  countsEverySeconds: pyrraIntervalSeconds,
  hasAlertsApart: false,
  tiers: pyrraAlerts(windowDays).map(({ factor, ...windows }) => ({
    ...windows,
    alert: `${factor}x`,
    thresholdRatio: factor * (1 - target),
    keepFiringSeconds: 0,
    evaluationSeconds: pyrraIntervalSeconds,
  })),
};

/** What `ruleGroupsOf` writes for a service that declares this traffic. */
export function ours(requestsPerHour: number): RuleSet {
  const keepFiringSeconds = durationSeconds(keepFiringFor({ expectedTraffic: { requestsPerHour } }));
  return {
    name: 'ours',
    reads: 'exact',
    latenessSeconds: durationSeconds(ordinaryScrape.timeout),
    countsEverySeconds: durationSeconds(ordinaryScrape.interval),
    hasAlertsApart: false,
    tiers: burnRateTiers.map((tier) => {
      const needed = surpriseNeeded(tier.chanceOfFalse);
      return {
        alert: tier.name,
        severity: tier.severity,
        thresholdRatio: badRatioThreshold(target, tier),
        longSeconds: durationSeconds(tier.longWindow),
        shortSeconds: durationSeconds(tier.shortWindow),
        holdSeconds: durationSeconds(tier.hold),
        keepFiringSeconds,
        evaluationSeconds: durationSeconds(tier.level === 'long' ? longStep : ordinaryScrape.interval),
        isSignificant: (bad, total) => bad >= minimumBadEvents && surpriseOf(bad, total, target) > needed,
      };
    }),
  };
}

/** In the order of the tables. */
export function ruleSetsFor(requestsPerHour: number): readonly RuleSet[] {
  return [sloth, pyrra, ours(requestsPerHour)];
}

function slothTier(
  alert: string,
  severity: Severity,
  factor: number,
  longSeconds: number,
  shortSeconds: number,
): SimulatedTier {
  return {
    alert,
    severity,
    // As its rules compute it: 99.9 % leaves 0.0009999999999999432 there, so a ratio right at the factor is over it.
    thresholdRatio: factor * ((100 - 99.9) / 100),
    longSeconds,
    shortSeconds,
    holdSeconds: 0,
    keepFiringSeconds: 0,
    evaluationSeconds: serverIntervalSeconds,
  };
}
