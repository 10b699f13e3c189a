/**
 * Recorded series that other rules read: written directly, since backfilling them rule by rule would read all raw data for
 * every step of 30 or 90 days. Only their number of samples matters here; each is 1.
 */
import { readsOf } from '../../plan/samples.ts';
import { sampleLine, seriesName } from '../engine/open-metrics.ts';
import type { BenchGroup } from '../engine/rule-file.ts';
import type { RuleSet } from '../engine/rule-sets.ts';
import { askedAgainBeforeSeconds } from './raw-series.ts';

/** Samples of every recorded series that a rule of the set reads, up to `end`, as far back as any of them looks. */
export function* recordedHistory({ groups, resultLabels }: RuleSet, end: number): Generator<string> {
  const reach = reachOf(groups);
  for (const { intervalSeconds, rules } of groups)
    for (const rule of rules) {
      const seconds = rule.record === undefined ? undefined : reach.get(rule.record);
      if (rule.record === undefined || seconds === undefined) continue;
      const name = seriesName(rule.record, { ...resultLabels, ...rule.labels });
      const steps = Math.ceil((seconds + askedAgainBeforeSeconds) / intervalSeconds);
      for (let step = steps; step >= 0; step--) yield sampleLine(name, 1, end - step * intervalSeconds);
    }
}

/** Metric to seconds: how far back the rules look at it. */
function reachOf(groups: readonly BenchGroup[]): Map<string, number> {
  const reach = new Map<string, number>();
  for (const { expr } of groups.flatMap(({ rules }) => rules))
    for (const { metric, rangeSeconds = 0, subqueries } of readsOf(expr)) {
      const seconds = subqueries.reduce((sum, { range }) => sum + range, rangeSeconds);
      reach.set(metric, Math.max(reach.get(metric) ?? 0, seconds));
    }
  return reach;
}
