/** One pass over all rules of a set, each asked at the same instant, and what it costs when the groups run on. */
import { askAt } from '../engine/instant-query.ts';
import type { RuleSet } from '../engine/rule-sets.ts';

/** Passes of groups with different intervals are made comparable as what they read in this much time. */
export const ruleTimeSeconds = 30;

export interface RuleCost {
  readonly group: string;
  readonly rule: string;
  readonly intervalSeconds: number;
  /** Read in one evaluation. */
  readonly samples: number;
  /** Time of the engine for one evaluation. */
  readonly seconds: number;
}

/** What every rule reads at the instant. Throws an Error where a recording rule finds nothing: then it was not measured. */
export async function measurePass(url: string, set: RuleSet, timeSeconds: number): Promise<RuleCost[]> {
  const costs: RuleCost[] = [];
  for (const { name: group, intervalSeconds, rules } of set.groups)
    for (const rule of rules) {
      const { samples, seconds, series } = await askAt(url, rule.expr, timeSeconds);
      if (rule.record !== undefined && series.length === 0)
        throw new Error(
          `${set.maker}: ${rule.name} in ${group} finds nothing to record, so its cost says nothing: ${rule.expr}`,
        );
      costs.push({ group, rule: rule.name, intervalSeconds, samples, seconds });
    }
  return costs;
}

/** Samples of one evaluation of every rule. */
export function samplesPerPass(costs: readonly RuleCost[]): number {
  return costs.reduce((sum, { samples }) => sum + samples, 0);
}

/** Samples in 30 s of rule time: a group that runs every 5 minutes counts a tenth. */
export function samplesPerRuleTime(costs: readonly RuleCost[]): number {
  return costs.reduce(
    (sum, { samples, intervalSeconds }) => sum + (samples * ruleTimeSeconds) / intervalSeconds,
    0,
  );
}

/** Seconds of the engine in 30 s of rule time. */
export function secondsPerRuleTime(costs: readonly RuleCost[]): number {
  return costs.reduce(
    (sum, { seconds, intervalSeconds }) => sum + (seconds * ruleTimeSeconds) / intervalSeconds,
    0,
  );
}
