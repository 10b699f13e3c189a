/** Counts at which a guard with one figure wrong would decide otherwise: each is worth a test. */
import { type BurnRateTier, badRatioThreshold, minimumBadEvents } from '../burn-rate.ts';
import type { Count } from '../firing-clauses.ts';
import { budgetRatio, failuresPerClient, surpriseNeeded, surpriseOf } from '../significance.ts';

/** Every one of them is over the tier's threshold and floor, so that the guard alone decides. */
export function decisiveCounts(target: number, tier: BurnRateTier): readonly DecisiveCount[] {
  const key = `${target} ${badRatioThreshold(target, tier)} ${tier.chanceOfFalse}`;
  const counts = known.get(key) ?? findCounts(target, tier);
  known.set(key, counts);
  return counts;
}

type DecisiveCount = Count & { readonly fires: boolean };

/** Few targets are ever asked for, and each of them for every objective. */
const known = new Map<string, readonly DecisiveCount[]>();

function findCounts(target: number, tier: BurnRateTier): readonly DecisiveCount[] {
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

/** A guard's figures, one for each place in the rule: k ln(k / mu) - k + mu > needed. */
interface Figures {
  readonly perClient: readonly [number, number, number];
  readonly budget: readonly [number, number];
  readonly needed: number;
  readonly signs: readonly [number, number];
}

/** The guard with a tenth more or less of each of its figures, and with each of its signs turned. */
function wrongGuards(target: number, needed: number): ((bad: number, total: number) => boolean)[] {
  const clients = failuresPerClient;
  const budget = budgetRatio(target) / failuresPerClient;
  const right: Figures = {
    perClient: [clients, clients, clients],
    budget: [budget, budget],
    needed,
    signs: [-1, 1],
  };
  const wrong = [1.1, 0.9].flatMap((factor): Figures[] => [
    { ...right, perClient: [clients * factor, clients, clients] },
    { ...right, perClient: [clients, clients * factor, clients] },
    { ...right, perClient: [clients, clients, clients * factor] },
    { ...right, budget: [budget * factor, budget] },
    { ...right, budget: [budget, budget * factor] },
    { ...right, needed: needed * factor },
  ]);
  const turned: Figures[] = [
    { ...right, signs: [1, 1] },
    { ...right, signs: [-1, -1] },
  ];
  return [...wrong, ...turned].map(guardOf);
}

function guardOf({ perClient, budget, needed, signs }: Figures): (bad: number, total: number) => boolean {
  return (bad, total) => {
    const k = (place: 0 | 1 | 2): number => Math.ceil(bad / perClient[place]);
    const logarithm = Math.log(k(1) / (total * budget[0]));
    return k(0) * logarithm + signs[0] * k(2) + signs[1] * total * budget[1] > needed;
  };
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
