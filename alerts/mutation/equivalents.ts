/**
 * Mutants that are no other rule: for any series whatever they give what the original gives. Each kind has its proof here;
 * whatever is not among them and survives counts as a survivor.
 */
import { parser } from '@prometheus-io/lezer-promql';
import { type BurnRateTier, badRatioThreshold, burnRateTiers, minimumBadEvents } from '../burn-rate.ts';
import type { Objective } from '../objective.ts';
import { decidesAlike, type GuardFigures, guardFigures } from '../proof/guard-counts.ts';
import { guardPlace } from '../proof/tier-tests.ts';
import { budgetRatio } from '../significance.ts';
import type { Rule, RuleMutant } from './rule-mutants.ts';

/** Why the mutant cannot be told from the rule; undefined where it can. */
export function equivalenceOf(
  rule: Rule,
  mutant: RuleMutant,
  objective: Objective | undefined,
): string | undefined {
  const { change } = mutant;
  const after = textAfterChange(rule, change);
  if ('alert' in rule && /^> to >= /.test(change) && isGuard(after) && rule.expr.includes('ln('))
    return 'the guard compares an irrational number with a decimal one: they are never equal';
  if (change.startsWith('/ to * ') && /^ 1\b/.test(after)) return 'by one';
  if (/^vector\(1\)$/.test(rule.expr) && change.startsWith('1 to '))
    return 'an alert without a condition fires whatever the number';
  if (/^[\d.]+ to [\d.]+ /.test(change) && /^\w[^{]*\bchanges\(/.test(rule.expr) && isSameWhole(change))
    return 'starts are whole: over either number are the same';
  if ('alert' in rule && rule.labels.tier !== undefined && objective !== undefined) {
    if (tierOf(rule)?.level === 'long' && change === 'keep_firing_for 1m doubled')
      return 'both are less than one evaluation of the long level';
    if (change.startsWith(`${minimumBadEvents} to ${0.9 * minimumBadEvents} `))
      return 'events are whole: as many as that are as many as the floor';
    const tier = tierOf(rule);
    if (tier !== undefined && isGuardAlike(rule, mutant, guardPlace(objective.target, tier)))
      return 'every count of events over its threshold and floor is decided alike with either figure of the guard (searched)';
    const isSustainable =
      tier !== undefined && badRatioThreshold(objective.target, tier) === budgetRatio(objective.target);
    if (isSustainable && /^> to >= /.test(change) && isLongWindow(rule.expr, change, tier.longWindow))
      return 'just at a burn rate of 1 the guard sees no surprise at all, and says no';
  }
  if ('record' in rule && rule.record.startsWith('slo:')) {
    if (/^< to <= /.test(change)) return 'a counter that stayed the same is already counted, as zero';
    if (/^\w+999ms to /.test(change) && isLatestBesideLast(after))
      return 'over twice the interval the latest value differs only where the last interval has no sample, and is then the last value itself: not less than that, no new target, and compared with the past only beside a sample of the last interval';
    if (
      /^\w+999ms to /.test(change) &&
      rule.expr.startsWith('clamp_min(') &&
      /^[^\]]*\] offset \w+\) - /.test(after)
    )
      return 'good events that grew by nothing are the same as none, beside a total that is there or not';
    if (
      rule.record.startsWith('slo:bad_events') &&
      /^(>= to > |0 to 1 )/.test(change) &&
      isNoGrowth(rule.expr, change)
    )
      return 'no growth is left out here and filled with the same zero from the total';
  }
  return undefined;
}

/** Whether it is the latest value as it is compared: with the last one, with the past, or by `unless` with the last `up`. */
function isLatestBesideLast(after: string): boolean {
  return /^[^\]]*\] offset \w+\) (<|>=|unless last_over_time\(up\b)/.test(after);
}

/** Whether only a figure of the guard differs, and no count of events tells. */
function isGuardAlike(rule: Rule, mutant: RuleMutant, place: Parameters<typeof decidesAlike>[0]): boolean {
  const [right, wrong] = [figuresIn(rule.expr), figuresIn(mutant.rule.expr)];
  if (right === undefined || wrong === undefined) return false;
  const isRight = JSON.stringify(right) === JSON.stringify(guardFigures(place));
  return isRight && JSON.stringify(wrong) !== JSON.stringify(right) && decidesAlike(place, wrong);
}

/** A guard is the last clause of its rule: the last six numbers, as `isBeyondChance` writes them. */
function figuresIn(expr: string): GuardFigures | undefined {
  const numbers: number[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'NumberDurationLiteral') numbers.push(Number(expr.slice(from, to)));
    },
  });
  const [ofShare, ofLogarithm, ofExpected, ofSum, ofAdded, needed] = numbers.slice(-6);
  if (
    ofShare === undefined ||
    ofLogarithm === undefined ||
    ofExpected === undefined ||
    ofSum === undefined ||
    ofAdded === undefined ||
    needed === undefined
  )
    return undefined;
  return {
    perClient: [ofShare, ofLogarithm, ofSum],
    budget: [ofExpected, ofAdded],
    needed,
    signs: [-1, 1],
  };
}

function isSameWhole(change: string): boolean {
  const [before = '', other = ''] = change.split(' to ').map((part) => part.split(' ')[0]);
  return Math.floor(Number(before)) === Math.floor(Number(other));
}

/** The number that a guard compares with is the last thing in its rule. */
function isGuard(after: string): boolean {
  return /^ [\d.]+\)*$/.test(after);
}

function isLongWindow(expr: string, change: string, longWindow: string): boolean {
  const before = expr.slice(0, positionOf(change));
  return (
    before.lastIndexOf('slo:total_events:') === before.lastIndexOf(`slo:total_events:increase${longWindow}{`)
  );
}

/** The comparison of a difference with zero, in the count of bad events that are counted themselves. */
function isNoGrowth(expr: string, change: string): boolean {
  const at = positionOf(change);
  return /\) >= 0\)/.test(expr.slice(Math.max(0, at - 6), at + 6));
}

function textAfterChange(rule: Rule, change: string): string {
  const [original = ''] = change.split(' to ');
  return rule.expr.slice(positionOf(change) + original.length);
}

function positionOf(change: string): number {
  return Number(/at character (\d+)$/.exec(change)?.[1] ?? 1) - 1;
}

function tierOf({ labels }: Rule): BurnRateTier | undefined {
  return burnRateTiers.find(({ name }) => name === labels.tier);
}
