/** How many samples a service's rules read, found by reading the PromQL that ships. */
import { parser } from '@prometheus-io/lezer-promql';
import { durationSeconds } from '../duration.ts';
import type { AlertingRule, RecordingRule, RuleGroup } from '../rule.ts';

/** What selectors find that read no recorded count, which is one series. */
export interface ReadingScope {
  /** Series that a selector of the service's own metrics finds. */
  readonly series: number;
  /** Series of `up` that it finds. */
  readonly targets: number;
  readonly scrapeSeconds: number;
}

type Rule = RecordingRule | AlertingRule;

/** In this time figures are compared: rules are evaluated at intervals of their own. */
export const ruleTimeSeconds = 30;

/** Samples read in 30 s of rule time by these rules. */
export function samplesInRuleTime(
  rules: Iterable<Rule>,
  groups: readonly RuleGroup[],
  scope: ReadingScope,
): number {
  const { everySeconds } = indexOf(groups);
  const reading = readingOf(groups, scope);
  return sum(
    [...rules].map(
      (rule) => (reading(rule) * ruleTimeSeconds) / (everySeconds.get(rule) ?? scope.scrapeSeconds),
    ),
  );
}

/** Samples read when every rule is evaluated once. */
export function samplesInOnePass(groups: readonly RuleGroup[], scope: ReadingScope): number {
  const reading = readingOf(groups, scope);
  return sum(groups.flatMap(({ rules }) => rules.map(reading)));
}

/** A rule with the recorded counts that it reads, and those that they read. */
export function neededRules(rule: Rule, groups: readonly RuleGroup[]): Set<Rule> {
  const { writers } = indexOf(groups);
  const needed = new Set<Rule>([rule]);
  // A set goes on with what is added while it is walked through.
  for (const reader of needed)
    for (const { metric } of readsOfRule(reader))
      for (const writer of writers.get(metric) ?? []) needed.add(writer);
  return needed;
}

interface GroupIndex {
  readonly everySeconds: ReadonlyMap<Rule, number>;
  /** By the name of what they record. */
  readonly writers: ReadonlyMap<string, readonly RecordingRule[]>;
}

/** A plan asks about each alert of the same groups. */
const indexes = new WeakMap<readonly RuleGroup[], GroupIndex>();

function indexOf(groups: readonly RuleGroup[]): GroupIndex {
  const index = indexes.get(groups) ?? indexGroups(groups);
  indexes.set(groups, index);
  return index;
}

function indexGroups(groups: readonly RuleGroup[]): GroupIndex {
  const everySeconds = new Map<Rule, number>();
  const writers = new Map<string, RecordingRule[]>();
  for (const { interval, rules } of groups) {
    const seconds = durationSeconds(interval);
    for (const rule of rules) {
      everySeconds.set(rule, seconds);
      if ('record' in rule) writers.set(rule.record, [...(writers.get(rule.record) ?? []), rule]);
    }
  }
  return { everySeconds, writers };
}

/** Samples of one evaluation of a rule: a recorded count has one every time that its group is evaluated. */
function readingOf(
  groups: readonly RuleGroup[],
  { series, targets, scrapeSeconds }: ReadingScope,
): (rule: Rule) => number {
  const { everySeconds, writers } = indexOf(groups);
  return (rule) =>
    sum(
      readsOfRule(rule).map(({ metric, rangeSeconds, subqueries }) => {
        const writer = writers.get(metric)?.at(-1);
        const recordedEvery = writer === undefined ? undefined : everySeconds.get(writer);
        const interval = recordedEvery ?? scrapeSeconds;
        const found = recordedEvery === undefined ? (metric === 'up' ? targets : series) : 1;
        const once = rangeSeconds === undefined ? 1 : Math.ceil(rangeSeconds / interval);
        const times = subqueries.map(({ range, step = interval }) => Math.ceil(range / step));
        return times.reduce((product, factor) => product * factor, once) * found;
      }),
    );
}

interface Read {
  readonly metric: string;
  /** None: the newest sample only. */
  readonly rangeSeconds?: number;
  /** The subqueries around it, in seconds; one without a step takes the evaluation interval. */
  readonly subqueries: readonly { readonly range: number; readonly step?: number }[];
}

type Node = ReturnType<typeof parser.parse>['topNode'];

/** A plan asks several times about each. */
const ofRules = new WeakMap<Rule, Read[]>();

function readsOfRule(rule: Rule): Read[] {
  const reads = ofRules.get(rule) ?? readsOf(rule.expr);
  ofRules.set(rule, reads);
  return reads;
}

/** By text without its strings, which a hundred services differ in and which no range depends on. */
const known = new Map<string, Read[]>();

/** Every selector of an expression; throws an Error with the text when it does not parse. */
export function readsOf(promql: string): Read[] {
  const withoutStrings = promql.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  const reads =
    known.get(withoutStrings) ?? readsIn(parser.parse(promql).topNode, promql, { subqueries: [] });
  known.set(withoutStrings, reads);
  return reads;
}

function readsIn(node: Node, promql: string, around: Omit<Read, 'metric'>): Read[] {
  if (node.type.isError) throw new Error(`PromQL does not parse at character ${node.from + 1} of: ${promql}`);
  if (node.name === 'VectorSelector')
    return [{ metric: /^[\w:]+/.exec(promql.slice(node.from, node.to))?.[0] ?? '', ...around }];
  const scope = scopeInside(node, promql, around);
  return childrenOf(node).flatMap((child) => readsIn(child, promql, scope));
}

function scopeInside(node: Node, promql: string, around: Omit<Read, 'metric'>): Omit<Read, 'metric'> {
  const [range, step] = node
    .getChildren('DurationExpr')
    .map(({ from, to }) => durationSeconds(promql.slice(from, to)));
  if (range === undefined) return around;
  if (node.name === 'MatrixSelector') return { ...around, rangeSeconds: range };
  const subquery = step === undefined ? { range } : { range, step };
  return node.name === 'SubqueryExpr' ? { ...around, subqueries: [...around.subqueries, subquery] } : around;
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
