/** What an objective allows to go wrong in its window, and how much of it a tier lets go before it fires. */
import type { BurnRateTier } from '../burn-rate.ts';
import { durationSeconds } from '../duration.ts';
import type { Objective } from '../objective.ts';

export interface Budget {
  /** Minutes in which every request may fail. */
  readonly outageMinutes: number;
  /** Requests that may fail at the declared traffic. */
  readonly requests: number;
}

type Window = Pick<Objective, 'target' | 'windowDays'>;

export function budgetOf({ target, windowDays }: Window, requestsPerHour: number): Budget {
  const share = withoutNoise(1 - target);
  return {
    outageMinutes: withoutNoise(share * windowDays * 24 * 60),
    requests: withoutNoise(share * windowDays * 24 * requestsPerHour),
  };
}

/**
 * Share of the budget (0 to 1) that is used when a tier fires on the slowest failure it can see, one that burns just
 * above its factor: factor x (long window + hold) / window of the objective. The workbook's "budget consumed" (2 %, 5 %,
 * 10 %) is the same without the hold. https://sre.google/workbook/alerting-on-slos/
 */
export function budgetUsedBeforeFiring(
  tier: BurnRateTier,
  { windowDays }: Pick<Window, 'windowDays'>,
): number {
  const burningSeconds = durationSeconds(tier.longWindow) + durationSeconds(tier.hold);
  return withoutNoise((tier.factor * burningSeconds) / (windowDays * 86_400));
}

/** 1 - 0.999 is 0.0010000000000000009; nobody asked for 43.20000000000004 minutes. */
function withoutNoise(value: number): number {
  return Number(value.toPrecision(12));
}
