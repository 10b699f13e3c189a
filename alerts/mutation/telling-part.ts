/**
 * The part of a test document that can tell a mutant from its rule. An engine evaluates every rule at every step of a test,
 * and looks at every expectation: without those that never ask for the rule, a trial takes a second and not a minute.
 */
import { parser } from '@prometheus-io/lezer-promql';
import type { RenderedTest, TestDocument } from '../proof/promtool-test.ts';
import type { RuleGroup } from '../rule.ts';
import type { Rule } from './rule-mutants.ts';

export interface TellingPart {
  readonly groups: readonly RuleGroup[];
  readonly document: TestDocument;
}

/** undefined where no expectation asks for the rule, neither by its own name nor by that of a rule that reads it. */
export function tellingPart(
  groups: readonly RuleGroup[],
  rule: Rule,
  document: TestDocument,
): TellingPart | undefined {
  const rules = groups.flatMap((group) => group.rules);
  const tests = document.tests.flatMap((test) => {
    const given = new Set(test.input_series.map(({ series }) => metricOf(series)));
    const telling = test.promql_expr_test.filter(({ expr }) => rulesBehind(expr, rules, given).has(rule));
    return telling.length === 0 ? [] : [{ ...test, promql_expr_test: telling }];
  });
  if (tests.length === 0) return undefined;
  const kept = new Set(tests.flatMap((test) => [...rulesOfTest(test, rules)]));
  return {
    groups: groups.map((group) => ({ ...group, rules: group.rules.filter((one) => kept.has(one)) })),
    document: { ...document, tests },
  };
}

function rulesOfTest({ input_series, promql_expr_test }: RenderedTest, rules: readonly Rule[]): Set<Rule> {
  const given = new Set(input_series.map(({ series }) => metricOf(series)));
  return new Set(promql_expr_test.flatMap(({ expr }) => [...rulesBehind(expr, rules, given)]));
}

/** What an expression reads, and what that reads in turn, as far as the test's own series have it compute anything. */
function rulesBehind(
  expr: string,
  rules: readonly Rule[],
  given: ReadonlySet<string>,
  behind: Set<Rule> = new Set(),
): Set<Rule> {
  for (const read of readsOf(expr))
    for (const rule of rules)
      if (!behind.has(rule) && isAnswering(rule, read) && !isIdle(rule, read, rules, given)) {
        behind.add(rule);
        rulesBehind(rule.expr, rules, given, behind);
      }
  return behind;
}

/** Its results are given, and what it would make them from is not. */
function isIdle(rule: Rule, read: Read, rules: readonly Rule[], given: ReadonlySet<string>): boolean {
  return given.has(read.metric) && !isFed(rule, rules, given);
}

function isFed(rule: Rule, rules: readonly Rule[], given: ReadonlySet<string>): boolean {
  return readsOf(rule.expr).some(
    (read) =>
      given.has(read.metric) || rules.some((other) => isAnswering(other, read) && isFed(other, rules, given)),
  );
}

interface Read {
  readonly metric: string;
  /** What its `=` matchers ask for. */
  readonly equal: ReadonlyMap<string, string>;
}

function isAnswering(rule: Rule, { metric, equal }: Read): boolean {
  const labels = 'record' in rule ? rule.labels : { ...rule.labels, alertname: rule.alert };
  if (metric !== ('record' in rule ? rule.record : 'ALERTS')) return false;
  return Object.entries(labels).every(
    ([label, value]) => value.includes('{{') || (equal.get(label) ?? value) === value,
  );
}

const known = new Map<string, readonly Read[]>();

function readsOf(expr: string): readonly Read[] {
  const reads = known.get(expr) ?? findReads(expr);
  known.set(expr, reads);
  return reads;
}

function findReads(expr: string): readonly Read[] {
  const reads: { metric: string; equal: Map<string, string> }[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, node }) => {
      const text = (child: string): string | undefined => {
        const found = node.getChild(child);
        return found === null ? undefined : expr.slice(found.from, found.to);
      };
      if (name === 'VectorSelector') reads.push({ metric: text('Identifier') ?? '', equal: new Map() });
      if (name !== 'UnquotedLabelMatcher') return;
      const [label, op, value] = [text('LabelName'), text('MatchOp'), text('StringLiteral')];
      if (op === '=' && label !== undefined && value !== undefined)
        reads.at(-1)?.equal.set(label, JSON.parse(value));
    },
  });
  return reads;
}

function metricOf(series: string): string {
  return series.replace(/\{.*/s, '');
}
