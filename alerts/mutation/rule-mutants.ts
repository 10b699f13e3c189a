/** A rule with one thing wrong in it: in its expression, its hold, or how long it goes on. */
import { type Duration, durationOf, durationSeconds } from '../duration.ts';
import type { AlertingRule, RecordingRule, RuleGroup } from '../rule.ts';
import { promqlMutants } from './promql-mutants.ts';

export type Rule = RecordingRule | AlertingRule;

export interface RuleMutant {
  readonly change: string;
  readonly rule: Rule;
}

export function ruleMutants(rule: Rule): RuleMutant[] {
  const wrongExpressions = promqlMutants(rule.expr).map(({ change, promql }) => ({
    change,
    rule: { ...rule, expr: promql },
  }));
  if ('record' in rule) return wrongExpressions;
  const { keep_firing_for: keep, ...withoutKeep } = rule;
  const holds = otherDurations(rule.for).map((hold) => ({
    change: `for ${rule.for} to ${hold}`,
    rule: { ...rule, for: hold },
  }));
  if (keep === undefined) return [...wrongExpressions, ...holds];
  return [
    ...wrongExpressions,
    ...holds,
    { change: `keep_firing_for ${keep} to nothing`, rule: withoutKeep },
    { change: `keep_firing_for ${keep} doubled`, rule: { ...rule, keep_firing_for: doubled(keep) } },
  ];
}

/** The groups with this one rule in its old place. */
export function replaceRule(groups: readonly RuleGroup[], old: Rule, other: Rule): RuleGroup[] {
  return groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => (rule === old ? other : rule)),
  }));
}

/** What a reader calls the rule. */
export function nameOfRule(rule: Rule): string {
  if ('record' in rule) return `${rule.record} (${rule.labels.slo})`;
  const { slo, tier, signal, severity } = rule.labels;
  return [rule.alert, slo, tier, signal, severity].filter((part) => part !== undefined).join(' ');
}

function otherDurations(hold: Duration): Duration[] {
  return durationSeconds(hold) === 0 ? ['2m'] : ['0s', doubled(hold)];
}

function doubled(duration: Duration): Duration {
  return durationOf(2 * durationSeconds(duration));
}
