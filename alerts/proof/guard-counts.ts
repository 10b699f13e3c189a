/**
 * Counts at which a guard with one figure wrong would decide otherwise: each is worth a test.
 *
 * For so many bad events a guard fires up to some total and not beyond it: the more events there were, the less surprising
 * they are, as long as they are over the threshold. So two guards differ just between their two totals.
 */
import type { Count } from '../firing-clauses.ts';
import { budgetRatio, failuresPerClient, surpriseNeeded } from '../significance.ts';

/** Where a guard stands beside a threshold and a floor, which stop what it need not decide. */
export interface GuardPlace {
  readonly target: number;
  readonly chanceOfFalse: number;
  /** Share of bad events (0 to 1) that is not yet over the threshold. */
  readonly threshold: number;
  /** As many as the floor asks for; 1 where the rule has none. */
  readonly fewestBad: number;
  /** By which share the engine may miscount, as `increase` does: what is decided stays so that much to either side. */
  readonly slack: number;
}

/** A guard's figures, one for each place in the rule: k ln(k / mu) - k + mu > needed. */
export interface GuardFigures {
  readonly perClient: readonly [number, number, number];
  readonly budget: readonly [number, number];
  readonly needed: number;
  readonly signs: readonly [number, number];
}

export type DecisiveCount = Count & { readonly fires: boolean };

/** One for each wrong guard that can be told from the right one. */
export function decisiveCounts(place: GuardPlace): readonly DecisiveCount[] {
  const key = JSON.stringify(place);
  const counts = known.get(key) ?? findCounts(place);
  known.set(key, counts);
  return counts;
}

/** Few places are ever asked for, and each of them for every objective. */
const known = new Map<string, readonly DecisiveCount[]>();

function findCounts(place: GuardPlace): readonly DecisiveCount[] {
  const counts = wrongGuards(guardFigures(place)).map((wrong) => decisiveCount(place, wrong));
  const found = counts.filter((count) => count !== undefined);
  return [...new Map(found.map((count) => [`${count.bad}/${count.total}`, count])).values()];
}

/** The fewest bad events on which this guard and the right one differ; undefined where none are found. */
export function decisiveCount(place: GuardPlace, wrong: GuardFigures): DecisiveCount | undefined {
  const right = guardFigures(place);
  for (let whole = place.fewestBad; whole < searchedBad; whole += 1) {
    // Where the engine miscounts, a whole number of clients may come out as one more.
    const bad = Number((whole * (1 - 2 * place.slack)).toFixed(6));
    if (bad * (1 - place.slack) < place.fewestBad) continue;
    const [one, other] = [lastFiring(right, bad, place), lastFiring(wrong, bad, place)];
    const total = Math.ceil((one + other) / 2);
    const fires = decisionOn(right, { bad, total }, place.slack);
    if (fires !== undefined && decisionOn(wrong, { bad, total }, place.slack) === !fires)
      return { bad, total, fires };
  }
  return undefined;
}

/** Whether no count is decided otherwise: none of those searched, and above them the threshold alone decides. */
export function decidesAlike(place: GuardPlace, wrong: GuardFigures): boolean {
  const isFree = (figures: GuardFigures): boolean =>
    lastFiring(figures, searchedBad, place) === mostTotal(searchedBad, place);
  return (
    isFree(guardFigures(place)) && isFree(wrong) && decisiveCount({ ...place, slack: 0 }, wrong) === undefined
  );
}

const searchedBad = 1_000;

/** The greatest total over the threshold at which the guard fires; one event fewer than the bad ones where it never does. */
function lastFiring(figures: GuardFigures, bad: number, place: GuardPlace): number {
  let [fires, isQuiet] = [Math.ceil(bad) - 1, mostTotal(bad, place) + 1];
  while (isQuiet - fires > 1) {
    const middle = Math.floor((fires + isQuiet) / 2);
    if (isFiring(figures, bad, middle)) fires = middle;
    else isQuiet = middle;
  }
  return fires;
}

/** The most events of which so many are over the threshold, however the engine counts. */
function mostTotal(bad: number, { threshold, slack }: GuardPlace): number {
  return Math.ceil((bad * (1 - 2 * slack)) / threshold) - 1;
}

/** undefined where it depends on how the engine counts. */
function decisionOn(figures: GuardFigures, { bad, total }: Count, slack: number): boolean | undefined {
  if (total < bad) return undefined;
  const decisions = [1 - slack, 1 + slack].flatMap((ofBad) =>
    [1 - slack, 1 + slack].map((ofTotal) => isFiring(figures, bad * ofBad, total * ofTotal)),
  );
  const [first] = decisions;
  return decisions.every((decision) => decision === first) ? first : undefined;
}

export function guardFigures({
  target,
  chanceOfFalse,
}: Pick<GuardPlace, 'target' | 'chanceOfFalse'>): GuardFigures {
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
function wrongGuards(right: GuardFigures): GuardFigures[] {
  const [ofShare, ofLogarithm, ofSum] = right.perClient;
  const [ofExpected, ofAdded] = right.budget;
  return [
    ...[1.1, 0.9].flatMap((factor): GuardFigures[] => [
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

function isFiring({ perClient, budget, needed, signs }: GuardFigures, bad: number, total: number): boolean {
  const k = (place: 0 | 1 | 2): number => Math.ceil(bad / perClient[place]);
  const logarithm = Math.log(k(1) / (total * budget[0]));
  return k(0) * logarithm + signs[0] * k(2) + signs[1] * total * budget[1] > needed;
}
