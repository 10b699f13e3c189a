/**
 * PromQL as data: expressions are built from these constructors and rendered once, so that a label or a bracket
 * cannot go missing in a string. https://prometheus.io/docs/prometheus/latest/querying/basics/
 */
import { type LabelOf, type Signal, type SignalName, signals, type TargetLabel } from '../service/signals.ts';

export interface Matcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export interface Selector {
  readonly kind: 'selector';
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  /** A Prometheus duration ("5m") that makes it a range selector. */
  readonly range?: string;
  /** How long ago, as a Prometheus duration. */
  readonly offset?: string;
}

type Comparison = '>' | '>=' | '<' | '<=' | '==' | '!=';
type BinaryOperator = '+' | '-' | '*' | '/' | Comparison | `${Comparison} bool` | 'and' | 'or' | 'unless';

export type Expr =
  | Selector
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** PromQL that somebody wrote by hand; it is parsed where it comes in, not here. */
  | { readonly kind: 'raw'; readonly promql: string }
  | { readonly kind: 'call'; readonly fn: string; readonly args: readonly Expr[] }
  | { readonly kind: 'aggregate'; readonly op: string; readonly by: readonly string[]; readonly arg: Expr }
  | { readonly kind: 'subquery'; readonly arg: Expr; readonly range: string; readonly step: string }
  | {
      readonly kind: 'binary';
      readonly op: BinaryOperator;
      /** The labels that the two sides are matched on; all of them when it is left out. */
      readonly on?: readonly string[];
      readonly left: Expr;
      readonly right: Expr;
    };

/** What a label must be: a value, or one of the matchers below. */
export type LabelCondition = string | { readonly op: Matcher['op']; readonly value: string };

export function matches(pattern: string): LabelCondition {
  return { op: '=~', value: pattern };
}

export function matchesNot(pattern: string): LabelCondition {
  return { op: '!~', value: pattern };
}

/** Labels that a selector of this signal may name; `le` only where there are buckets. */
export type SelectableLabel<S extends SignalName> =
  | LabelOf<S>
  | TargetLabel
  | ((typeof signals)[S]['type'] extends 'histogram' ? 'le' : never);

export type Conditions<S extends SignalName> = { readonly [L in SelectableLabel<S>]?: LabelCondition };

/** Selects series of a declared signal; a histogram's are reached through `part`. */
export function select<S extends SignalName>(
  name: S,
  conditions: Conditions<S> = {},
  part: 'bucket' | 'count' | 'sum' | '' = '',
): Selector {
  const signal: Signal = signals[name];
  return selector(part === '' ? signal.metric : `${signal.metric}_${part}`, conditions);
}

/** The same series whatever their value of this label: a histogram's bucket becomes all its buckets. */
export function anyValueOf(base: Selector, label: string): Selector {
  return { ...base, matchers: base.matchers.filter((matcher) => matcher.label !== label) };
}

/** Selects series by metric name, for metrics that other programs declare (`up`, `process_...`). */
export function selector(
  metric: string,
  conditions: Readonly<Record<string, LabelCondition | undefined>>,
): Selector {
  return { kind: 'selector', metric, matchers: toMatchers(conditions) };
}

/** The same series, narrowed further. */
export function narrow(
  base: Selector,
  conditions: Readonly<Record<string, LabelCondition | undefined>>,
): Selector {
  return { ...base, matchers: [...base.matchers, ...toMatchers(conditions)] };
}

function toMatchers(conditions: Readonly<Record<string, LabelCondition | undefined>>): Matcher[] {
  return Object.entries(conditions).flatMap(([label, condition]) => {
    if (condition === undefined) return [];
    return typeof condition === 'string' ? [{ label, op: '=', value: condition }] : [{ label, ...condition }];
  });
}

export function number(value: number): Expr {
  return { kind: 'number', value };
}

/** A string argument of a function. */
export function text(value: string): Expr {
  return { kind: 'text', value };
}

/** PromQL written by hand, as it stands. */
export function raw(promql: string): Expr {
  return { kind: 'raw', promql };
}

/** The same series, this long ago. */
export function offsetBy(base: Selector, offset: string): Selector {
  return { ...base, offset };
}

/** The samples of the last `range`, for the `..._over_time` functions. */
export function overRange(base: Selector, range: string): Selector {
  return { ...base, range };
}

/** `increase(selector[window])`: events in the window, resets allowed for. */
export function increase(base: Selector, window: string): Expr {
  return { kind: 'call', fn: 'increase', args: [{ ...base, range: window }] };
}

export function rate(base: Selector, window: string): Expr {
  return { kind: 'call', fn: 'rate', args: [{ ...base, range: window }] };
}

export function call(fn: string, ...args: Expr[]): Expr {
  return { kind: 'call', fn, args };
}

export function sumBy(by: readonly string[], arg: Expr): Expr {
  return aggregate('sum', by, arg);
}

export function aggregate(
  op: 'sum' | 'max' | 'min' | 'count' | 'avg',
  by: readonly string[],
  arg: Expr,
): Expr {
  return { kind: 'aggregate', op, by, arg };
}

/** `sum_over_time(arg[range:step])`: adds up what `arg` was every `step`, for counts recorded over one step each. */
export function sumOverTime(arg: Expr, range: string, step: string): Expr {
  return call('sum_over_time', { kind: 'subquery', arg, range, step });
}

export function binary(left: Expr, op: BinaryOperator, right: Expr): Expr {
  return { kind: 'binary', op, left, right };
}

/** `left op on (labels) right`: matched by these labels only. */
export function binaryOn(left: Expr, op: BinaryOperator, on: readonly string[], right: Expr): Expr {
  return { kind: 'binary', op, on, left, right };
}

/** `a op b op c ...`, from the left. */
export function chain(op: BinaryOperator, first: Expr, ...rest: Expr[]): Expr {
  return rest.reduce((left, right) => binary(left, op, right), first);
}

export function renderPromql(expr: Expr): string {
  const parts: string[] = [];
  pushExpr(parts, expr);
  return parts.join('');
}

/** Joined once: a text that grows piece by piece takes several times the memory of what it says. */
function pushExpr(parts: string[], expr: Expr): void {
  switch (expr.kind) {
    case 'number':
      parts.push(String(expr.value));
      break;
    case 'text':
      parts.push(JSON.stringify(expr.value));
      break;
    case 'raw':
      parts.push(expr.promql);
      break;
    case 'selector':
      pushSelector(parts, expr);
      break;
    case 'call':
      parts.push(expr.fn, '(');
      expr.args.forEach((arg, index) => {
        if (index > 0) parts.push(', ');
        pushExpr(parts, arg);
      });
      parts.push(')');
      break;
    case 'aggregate':
      parts.push(expr.op, expr.by.length > 0 ? ` by (${expr.by.join(', ')}) ` : '', '(');
      pushExpr(parts, expr.arg);
      parts.push(')');
      break;
    case 'subquery':
      pushOperand(parts, expr.arg);
      parts.push('[', expr.range, ':', expr.step, ']');
      break;
    case 'binary':
      pushOperand(parts, expr.left);
      parts.push(' ', expr.op, expr.on === undefined ? '' : ` on (${expr.on.join(', ')})`, ' ');
      pushOperand(parts, expr.right);
  }
}

/** Every nested binary gets its brackets: nobody should need the precedence table to read a page's rule. */
function pushOperand(parts: string[], expr: Expr): void {
  const isBracketed = expr.kind === 'binary' || expr.kind === 'raw';
  if (isBracketed) parts.push('(');
  pushExpr(parts, expr);
  if (isBracketed) parts.push(')');
}

function pushSelector(parts: string[], { metric, matchers, range, offset }: Selector): void {
  parts.push(metric);
  matchers.forEach(({ label, op, value }, index) => {
    parts.push(index === 0 ? '{' : ',', label, op, JSON.stringify(value));
  });
  if (matchers.length > 0) parts.push('}');
  if (range !== undefined) parts.push('[', range, ']');
  if (offset !== undefined) parts.push(' offset ', offset);
}
