/** A Prometheus rule file as the benchmarks read it: ours and a peer's alike, as they ship. */
import { parse } from 'yaml';
import { z } from 'zod';
import { durationSeconds } from '../../duration.ts';

export interface BenchRule {
  /** The record, or the alert with the labels that tell it from its siblings. */
  readonly name: string;
  /** Recording rules only. */
  readonly record?: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface BenchGroup {
  readonly name: string;
  readonly intervalSeconds: number;
  readonly rules: readonly BenchRule[];
}

const labels = z.record(z.string(), z.string()).default({});
const ruleFile = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      interval: z.string().optional(),
      rules: z.array(
        z.union([
          z.object({ record: z.string(), expr: z.string(), labels }),
          z.object({ alert: z.string(), expr: z.string(), labels }),
        ]),
      ),
    }),
  ),
});

/** The groups of a rule file; one without an interval is evaluated at the server's, which is given here. */
export function parseRuleFile(text: string, evaluationSeconds: number): BenchGroup[] {
  return ruleFile.parse(parse(text)).groups.map(({ name, interval, rules }) => ({
    name,
    intervalSeconds: interval === undefined ? evaluationSeconds : durationSeconds(interval),
    rules: rules.map((rule) =>
      'record' in rule
        ? { ...rule, name: rule.record }
        : {
            name: [rule.alert, rule.labels.tier ?? rule.labels.sloth_severity ?? ''].join(' ').trim(),
            ...rule,
          },
    ),
  }));
}
