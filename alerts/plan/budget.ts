/** What an objective allows to go wrong in its window, and how much of it a tier lets go before it fires. */
import { type BurnRateTier, thresholdFactor } from '../burn-rate.ts';
import { durationSeconds } from '../duration.ts';
import type { Objective } from '../objective.ts';
import { budgetRatio } from '../significance.ts';
import { withoutNoise } from './burn-condition.ts';

export interface Budget {
  /** Minutes in which every event may fail. */
  readonly outageMinutes: number;
  /** Events that may fail at the expected traffic. */
  readonly events: number;
}

type Window = Pick<Objective, 'target' | 'windowDays'>;

export function budgetOf({ target, windowDays }: Window, eventsPerHour: number): Budget {
  const share = budgetRatio(target);
  return {
    outageMinutes: withoutNoise(share * windowDays * 24 * 60),
    events: withoutNoise(share * windowDays * 24 * eventsPerHour),
  };
}

/**
 * Share of the budget (0 to 1) that is used when a tier fires on the slowest failure it can see, one that burns just
 * above its factor: factor x (long window + hold) / window of the objective. The workbook's "budget consumed" (2 %, 5 %,
 * 10 %) is the same without the hold. https://sre.google/workbook/alerting-on-slos/
 */
export function budgetUsedBeforeFiring(tier: BurnRateTier, { target, windowDays }: Window): number {
  const burningSeconds = durationSeconds(tier.longWindow) + durationSeconds(tier.hold);
  return withoutNoise((thresholdFactor(target, tier) * burningSeconds) / (windowDays * 86_400));
}
