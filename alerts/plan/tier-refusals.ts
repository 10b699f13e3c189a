/** Tiers of an objective that can never fire, by what is asked of them or by the traffic. */
import { type BurnRateTier, badRatioThreshold, thresholdFactor } from '../burn-rate.ts';
import type { Objective } from '../objective.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { budgetRatio } from '../significance.ts';
import { courseOf } from './clock.ts';
import { secondsToFire } from './detection.ts';
import { eventsPerHourOf } from './event-traffic.ts';
import { placeOf } from './place.ts';

export function tierRefusals(
  service: ServiceDefinition,
  objective: Objective,
  tiers: readonly BurnRateTier[],
): string[] {
  const { target } = objective;
  const where = placeOf(service, objective);
  const impossible = tiers.filter((tier) => badRatioThreshold(target, tier) >= 1);
  if (impossible.length > 0) return impossible.map((tier) => `${where}, ${sentenceOf(tier, target)}`);
  const eventsPerHour = eventsPerHourOf(service, objective);
  const isSeen = tiers.some(
    (tier) =>
      secondsToFire(tier, { target, badRatio: 1, eventsPerHour }, courseOf(service, objective, tier)) !==
      'never',
  );
  return isSeen || tiers.length === 0
    ? []
    : [
        `${where}: none of its alerts can fire at ${eventsPerHour} events an hour, even if all of them fail: its windows never hold enough to be sure; raise expectedTraffic.requestsPerHour if there are more, or watch it by freshness or by a probe.`,
      ];
}

function sentenceOf(tier: BurnRateTier, target: number): string {
  const factor = thresholdFactor(target, tier);
  return `tier "${tier.name}": it can never fire, for its threshold is ${badRatioThreshold(target, tier)} (${factor} x the budget of ${budgetRatio(target)}) and no more than 1 of all events fail; raise target above ${targetThatFires(tier)} or lower the tier's factor in alerts/burn-rate.ts.`;
}

/** Rounded up to three places. */
function targetThatFires({ factor, enough }: BurnRateTier): number {
  return Math.ceil((1 - 1 / (enough?.leastFactor ?? factor)) * 1000) / 1000;
}
