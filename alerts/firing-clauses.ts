/** Which of a tier's clauses can decide at all: a rule carries no clause that the others imply. */
import { type BurnRateTier, badRatioThreshold, minimumBadEvents } from './burn-rate.ts';
import { fewestBeyondChance, surpriseNeeded, surpriseOf } from './significance.ts';

/** Events in one window. */
export interface Count {
  readonly bad: number;
  readonly total: number;
}

/** At one total: the most bad events over the threshold that chance explains, and one more, which it does not. */
export interface ChanceEdge {
  readonly explained: Count;
  readonly unexplained: Count;
}

/** Whether the floor on bad events stops anything that the guard lets pass: fewer, and all of them have failed. */
export function isFloorNeeded(target: number, tier: BurnRateTier): boolean {
  const fewer = Array.from({ length: minimumBadEvents - 1 }, (_, index) => index + 1);
  return fewer.some((count) => surpriseOf(count, count, target) > surpriseNeeded(tier.chanceOfFalse));
}

/**
 * Where the guard decides, from the fewest bad events to the most that tests need: none where floor and threshold leave it
 * nothing. A guard that decides at all does so at small counts.
 */
export function chanceEdges(target: number, tier: BurnRateTier): ChanceEdge[] {
  const key = `${target} ${badRatioThreshold(target, tier)} ${tier.chanceOfFalse}`;
  const edges = foundEdges.get(key) ?? findEdges(target, tier);
  foundEdges.set(key, edges);
  return edges;
}

/** Few targets are ever asked for, and each of them for every objective. */
const foundEdges = new Map<string, ChanceEdge[]>();

function findEdges(target: number, tier: BurnRateTier): ChanceEdge[] {
  const threshold = badRatioThreshold(target, tier);
  const needed = surpriseNeeded(tier.chanceOfFalse);
  const edges: ChanceEdge[] = [];
  for (let bad = minimumBadEvents; bad < 100; bad += 1) {
    // The most events of which this many are still over the threshold: the least surprising that way.
    const total = Math.ceil(bad / threshold) - 1;
    if (bad / total <= threshold || surpriseOf(bad, total, target) > needed) continue;
    const more = fewestBeyondChance(bad, total, target, tier.chanceOfFalse);
    edges.push({ explained: { bad: more - 1, total }, unexplained: { bad: more, total } });
  }
  return edges;
}
