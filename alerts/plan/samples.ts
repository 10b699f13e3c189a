/** How many samples a service's rules read in one evaluation, found by reading the PromQL that ships. */
import { parser } from '@prometheus-io/lezer-promql';
import { durationSeconds } from '../duration.ts';
import type { AlertingRule, RecordingRule, RuleGroup } from '../rule.ts';
import type { Clock } from './clock.ts';

export interface ReadingScope {
  /** Series that a selector of the service's own counters finds; a recorded count is one series. */
  readonly series: number;
  readonly clock: Pick<Clock, 'scrapeSeconds' | 'evaluationSeconds'>;
}

type Rule = RecordingRule | AlertingRule;

/** The samples of an alert and of every recorded count that it needs, each count once. */
export function samplesForAlert(alert: AlertingRule, group: RuleGroup, scope: ReadingScope): number {
  return sum([...neededRules(alert, group)].map((rule) => samplesOf(rule, group, scope)));
}

/** The samples of all rules of a group, for two tiers may share a window's count. */
export function samplesForGroup(group: RuleGroup, scope: ReadingScope): number {
  return sum(group.rules.map((rule) => samplesOf(rule, group, scope)));
}

/** A rule with the recorded counts that it reads, and those that they read. */
export function neededRules(rule: Rule, group: RuleGroup, found = new Set<Rule>()): Set<Rule> {
  found.add(rule);
  const metrics = new Set(readsOf(rule.expr).map(({ metric }) => metric));
  for (const candidate of group.rules)
    if ('record' in candidate && metrics.has(candidate.record) && !found.has(candidate))
      neededRules(candidate, group, found);
  return found;
}

function samplesOf(rule: Rule, group: RuleGroup, { series, clock }: ReadingScope): number {
  const recorded = new Set(group.rules.flatMap((other) => ('record' in other ? [other.record] : [])));
  return sum(
    readsOf(rule.expr).map(({ metric, rangeSeconds, subqueries }) => {
      const isRecorded = recorded.has(metric);
      const interval = isRecorded ? clock.evaluationSeconds : clock.scrapeSeconds;
      const once = rangeSeconds === undefined ? 1 : Math.ceil(rangeSeconds / interval);
      const times = subqueries.map(({ range, step = clock.evaluationSeconds }) => Math.ceil(range / step));
      return times.reduce((product, factor) => product * factor, once) * (isRecorded ? 1 : series);
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

/** Every selector of an expression; throws an Error with the text when it does not parse. */
export function readsOf(promql: string): Read[] {
  return readsIn(parser.parse(promql).topNode, promql, { subqueries: [] });
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
