/** Counts at which a guard with one figure wrong would decide otherwise: each is worth a test. */
import type { Count } from '../firing-clauses.ts';
import { budgetRatio, failuresPerClient, surpriseNeeded } from '../significance.ts';

/** Where a guard stands beside a threshold and a floor, which stop what it need not decide. */
export interface GuardPlace {
  readonly target: number;
  readonly chanceOfFalse: number;
  /** Share of bad events (0 to 1) that is not yet over the threshold. */
  readonly threshold: number;
  readonly fewestBad: number;
  /** By which share the engine may miscount, as `increase` does: what is decided stays so that much to either side. */
  readonly slack: number;
}

export type DecisiveCount = Count & { readonly fires: boolean };

/** Every one of them is over the threshold and the floor, so that the guard alone decides. */
export function decisiveCounts(place: GuardPlace): readonly DecisiveCount[] {
  const key = JSON.stringify(place);
  const counts = known.get(key) ?? findCounts(place);
  known.set(key, counts);
  return counts;
}

/** Few places are ever asked for, and each of them for every objective. */
const known = new Map<string, readonly DecisiveCount[]>();

function findCounts(place: GuardPlace): readonly DecisiveCount[] {
  const right = figuresOf(place);
  const candidates = candidatesOver(place).flatMap((count) => {
    const fires = decisionOn(right, count, place.slack);
    return fires === undefined ? [] : [{ ...count, fires }];
  });
  const found = wrongGuards(right).map((wrong) =>
    candidates.find((count) => decisionOn(wrong, count, place.slack) === !count.fires),
  );
  return [...new Set(found)].filter((count) => count !== undefined);
}

/** undefined where it depends on how the engine counts. */
function decisionOn(figures: Figures, { bad, total }: Count, slack: number): boolean | undefined {
  const decisions = [1 - slack, 1 + slack].flatMap((ofBad) =>
    [1 - slack, 1 + slack].map((ofTotal) => isFiring(figures, bad * ofBad, total * ofTotal)),
  );
  const [first] = decisions;
  return decisions.every((decision) => decision === first) ? first : undefined;
}

/** A guard's figures, one for each place in the rule: k ln(k / mu) - k + mu > needed. */
interface Figures {
  readonly perClient: readonly [number, number, number];
  readonly budget: readonly [number, number];
  readonly needed: number;
  readonly signs: readonly [number, number];
}

function figuresOf({ target, chanceOfFalse }: GuardPlace): Figures {
  const clients = failuresPerClient;
  const budget = budgetRatio(target) / failuresPerClient;
  return {
    perClient: [clients, clients, clients],
    budget: [budget, budget],
    needed: surpriseNeeded(chanceOfFalse),
    signs: [-1, 1],
  };
}

/** A tenth more or less of each of its figures, and each of its signs turned. */
function wrongGuards(right: Figures): Figures[] {
  const [ofShare, ofLogarithm, ofSum] = right.perClient;
  const [ofExpected, ofAdded] = right.budget;
  return [
    ...[1.1, 0.9].flatMap((factor): Figures[] => [
      { ...right, perClient: [ofShare * factor, ofLogarithm, ofSum] },
      { ...right, perClient: [ofShare, ofLogarithm * factor, ofSum] },
      { ...right, perClient: [ofShare, ofLogarithm, ofSum * factor] },
      { ...right, budget: [ofExpected * factor, ofAdded] },
      { ...right, budget: [ofExpected, ofAdded * factor] },
      { ...right, needed: right.needed * factor },
    ]),
    { ...right, signs: [1, 1] },
    { ...right, signs: [-1, -1] },
  ];
}

function isFiring({ perClient, budget, needed, signs }: Figures, bad: number, total: number): boolean {
  const k = (place: 0 | 1 | 2): number => Math.ceil(bad / perClient[place]);
  const logarithm = Math.log(k(1) / (total * budget[0]));
  return k(0) * logarithm + signs[0] * k(2) + signs[1] * total * budget[1] > needed;
}

/** Few bad events of from as many to as many as the threshold lets pass, in steps that leave no figure out. */
function candidatesOver({ threshold, fewestBad, slack }: GuardPlace): Count[] {
  return Array.from({ length: 400 }, (_, index) => fewestBad + index).flatMap((whole) => {
    // Where the engine miscounts, a whole number of clients may come out as one more.
    const bad = Number((whole * (1 - 2 * slack)).toFixed(6));
    const most = Math.ceil((bad * (1 - 2 * slack)) / threshold) - 1;
    return Array.from({ length: 60 }, (_, step) => Math.round(bad * (most / bad) ** (step / 59)))
      .filter((total) => total >= bad && (bad / total) * (1 - 2 * slack) > threshold && bad >= fewestBad)
      .map((total) => ({ bad, total }));
  });
}
