/** Counts at which a guard with one figure wrong would decide otherwise: each is worth a test. */
import { type BurnRateTier, badRatioThreshold, minimumBadEvents } from '../burn-rate.ts';
import type { Count } from '../firing-clauses.ts';
import { budgetRatio, failuresPerClient, surpriseNeeded, surpriseOf } from '../significance.ts';

/** Every one of them is over the tier's threshold and floor, so that the guard alone decides. */
export function decisiveCounts(target: number, tier: BurnRateTier): (Count & { readonly fires: boolean })[] {
  const threshold = badRatioThreshold(target, tier);
  const needed = surpriseNeeded(tier.chanceOfFalse);
  const candidates = candidatesOver(threshold).map((count) => ({
    ...count,
    fires: surpriseOf(count.bad, count.total, target) > needed,
  }));
  const found = wrongGuards(target, needed).map((isFiring) =>
    candidates.find(({ bad, total, fires }) => isFiring(bad, total) !== fires),
  );
  return [...new Set(found)].filter((count) => count !== undefined);
}

/** The guard with a tenth more or less of each of its figures, and with each of its signs turned. */
function wrongGuards(target: number, needed: number): ((bad: number, total: number) => boolean)[] {
  const clientBudget = budgetRatio(target) / failuresPerClient;
  const guard =
    (perClient: number, budget: number, limit: number, signs: readonly [number, number] = [-1, 1]) =>
    (bad: number, total: number): boolean => {
      const clients = Math.ceil(bad / perClient);
      const expected = total * budget;
      return clients * Math.log(clients / expected) + signs[0] * clients + signs[1] * expected > limit;
    };
  return [
    ...[1.1, 0.9].flatMap((factor) => [
      guard(failuresPerClient * factor, clientBudget, needed),
      guard(failuresPerClient, clientBudget * factor, needed),
      guard(failuresPerClient, clientBudget, needed * factor),
    ]),
    guard(failuresPerClient, clientBudget, needed, [1, 1]),
    guard(failuresPerClient, clientBudget, needed, [-1, -1]),
  ];
}

/** Few bad events of from as many to as many as the threshold lets pass, in steps that leave no figure out. */
function candidatesOver(threshold: number): Count[] {
  return Array.from({ length: 400 }, (_, index) => minimumBadEvents + index).flatMap((bad) => {
    const most = Math.ceil(bad / threshold) - 1;
    return Array.from({ length: 60 }, (_, step) => Math.round(bad * (most / bad) ** (step / 59)))
      .filter((total) => total >= bad && bad / total > threshold)
      .map((total) => ({ bad, total }));
  });
}
