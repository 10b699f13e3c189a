/** The condition of a burn-rate alert for given counts: the arithmetic that its rule does, for planning. */
import { type BurnRateTier, badRatioThreshold, minimumBadEvents } from '../burn-rate.ts';
import { surpriseNeeded, surpriseOf } from '../significance.ts';

/** Events of one window; fractions where they are expectations. */
export interface Count {
  readonly bad: number;
  readonly total: number;
}

/** Whether the long window alone would let the tier fire: over the threshold, enough of them, beyond chance. */
export function isLongEnough({ bad, total }: Count, tier: BurnRateTier, target: number): boolean {
  return (
    isOver({ bad, total }, tier, target) &&
    withoutNoise(bad) >= minimumBadEvents &&
    surpriseOf(withoutNoise(bad), total, target) > surpriseNeeded(tier.chanceOfFalse)
  );
}

/** Whether a window burns faster than the tier allows. */
export function isOver({ bad, total }: Count, tier: BurnRateTier, target: number): boolean {
  return total > 0 && withoutNoise(bad / total) > badRatioThreshold(target, tier);
}

/** Rid of the noise of binary fractions, which would move a value that is whole to the next one. */
export function withoutNoise(value: number): number {
  return Number(value.toPrecision(12));
}
