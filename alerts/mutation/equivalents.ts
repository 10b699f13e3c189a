/**
 * Mutants that are no other rule: for any series whatever they give what the original gives. Each kind has its proof here;
 * whatever is not among them and survives counts as a survivor.
 */
import { type BurnRateTier, badRatioThreshold, burnRateTiers, minimumBadEvents } from '../burn-rate.ts';
import type { Objective } from '../objective.ts';
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
  if ('alert' in rule && rule.labels.tier !== undefined && objective !== undefined) {
    if (/^> to >= /.test(change) && isGuard(after))
      return 'the guard compares an irrational number with a decimal one: they are never equal';
    if (tierOf(rule)?.level === 'long' && change === 'keep_firing_for 1m doubled')
      return 'both are less than one evaluation of the long level';
    if (change.startsWith(`${minimumBadEvents} to ${0.9 * minimumBadEvents} `))
      return 'events are whole: as many as that are as many as the floor';
    const tier = tierOf(rule);
    const isSustainable =
      tier !== undefined && badRatioThreshold(objective.target, tier) === budgetRatio(objective.target);
    if (isSustainable && /^> to >= /.test(change) && isLongWindow(rule.expr, change, tier.longWindow))
      return 'just at a burn rate of 1 the guard sees no surprise at all, and says no';
  }
  if ('record' in rule && rule.record.startsWith('slo:')) {
    if (/^< to <= /.test(change)) return 'a counter that stayed the same is already counted, as zero';
    if (
      rule.record.startsWith('slo:bad_events') &&
      /^(>= to > |0 to 1 )/.test(change) &&
      isNoGrowth(rule.expr, change)
    )
      return 'no growth is left out here and filled with the same zero from the total';
  }
  return undefined;
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
