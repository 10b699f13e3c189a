/** A PromQL text read back as data, in the shapes that the checks ask about. */
import { parser } from '@prometheus-io/lezer-promql';
import { unquotePromql } from '../../alerts/import/promql-string.ts';
import { readSelector } from '../../alerts/import/read-selector.ts';
import type { Selector } from '../../alerts/promql.ts';

type Node = ReturnType<typeof parser.parse>['topNode'];

export type Term =
  | Selector
  /** A selector or a subquery over a time. */
  | { readonly kind: 'range'; readonly arg: Term; readonly range: string }
  | { readonly kind: 'call'; readonly fn: string; readonly args: readonly Term[] }
  | {
      readonly kind: 'aggregate';
      readonly op: string;
      readonly grouping: 'by' | 'without' | 'none';
      readonly labels: readonly string[];
      readonly args: readonly Term[];
    }
  | {
      readonly kind: 'binary';
      readonly op: string;
      readonly isBool: boolean;
      /** The labels of `on (...)`; undefined without it. */
      readonly on: readonly string[] | undefined;
      readonly left: Term;
      readonly right: Term;
    }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string };

/** The term, or in words why the text is none. Services differ in what their matchers say, so a shape is parsed once. */
export function readPromql(source: string): Term | PromqlFault {
  const values: string[] = [];
  // A number stands for each value: whatever is in the quotes, the text around it parses the same.
  const shape = source.replaceAll(matcherValue, (_, operator: string, quoted: string) => {
    values.push(quoted);
    return `${operator}"${values.length - 1}"`;
  });
  const known = shapes.get(shape) ?? parsePromql(shape);
  shapes.set(shape, known);
  const read = values.map(unquotePromql);
  // A fault tells of the text as it was written.
  return known.kind === 'fault' || !read.every((value) => value !== undefined)
    ? parsePromql(source)
    : withValues(known, read);
}

export interface PromqlFault {
  readonly kind: 'fault';
  readonly reason: string;
}

const matcherValue = /(=~|!~|!=|=)\s*("(?:[^"\\\n]|\\.)*")/g;
const shapes = new Map<string, Term | PromqlFault>();

function withValues(term: Term, values: readonly string[]): Term {
  const filled = (inner: Term): Term => withValues(inner, values);
  switch (term.kind) {
    case 'selector':
      return {
        ...term,
        matchers: term.matchers.map((matcher) => ({
          ...matcher,
          value: values[Number(matcher.value)] ?? '',
        })),
      };
    case 'range':
      return { ...term, arg: filled(term.arg) };
    case 'call':
    case 'aggregate':
      return { ...term, args: term.args.map(filled) };
    case 'binary':
      return { ...term, left: filled(term.left), right: filled(term.right) };
    default:
      return term;
  }
}

function parsePromql(source: string): Term | PromqlFault {
  const top = parser.parse(source).topNode;
  const at = firstErrorAt(top);
  if (at !== undefined) return fault(`does not parse ${nearby(source, at)}`);
  const refusals: string[] = [];
  const term = readNode(top.firstChild, source, (reason) => {
    refusals.push(reason);
    return undefined;
  });
  const [refusal = 'is empty'] = refusals;
  return term === undefined || refusals.length > 0 ? fault(refusal.replace(/\.$/, '')) : term;
}

/** Where a parsed text first stumbles: a position, for any grammar of Lezer's. */
export function firstErrorAt(top: Node): number | undefined {
  let at: number | undefined;
  top.cursor().iterate((node) => {
    if (node.type.isError) at ??= node.from;
  });
  return at;
}

export function nearby(source: string, at: number): string {
  const rest = source.slice(at, at + 20);
  return `at character ${at + 1}${rest === '' ? ', its end' : `, near ${JSON.stringify(rest)}`} (${source})`;
}

/** The term and every term inside it. */
export function everyTerm(term: Term): readonly Term[] {
  const known = walked.get(term) ?? [term, ...insideOf(term).flatMap(everyTerm)];
  walked.set(term, known);
  return known;
}

/** Nearly every check walks through the same terms. */
const walked = new WeakMap<Term, readonly Term[]>();

export function selectorsIn(term: Term): Selector[] {
  return everyTerm(term).filter((inner) => inner.kind === 'selector');
}

export function insideOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'range':
      return [term.arg];
    case 'call':
    case 'aggregate':
      return term.args;
    case 'binary':
      return [term.left, term.right];
    default:
      return [];
  }
}

type Refuse = (reason: string) => undefined;

function readNode(node: Node | null, source: string, refuse: Refuse): Term | undefined {
  if (node === null) return undefined;
  const text = (inner: Node | null): string => (inner === null ? '' : source.slice(inner.from, inner.to));
  const read = (inner: Node | null): Term | undefined => readNode(inner, source, refuse);
  switch (node.name) {
    case 'VectorSelector':
      return readSelector(node, source, refuse);
    case 'MatrixSelector':
    case 'SubqueryExpr': {
      const arg = read(node.firstChild);
      return arg && { kind: 'range', arg, range: text(node.getChild('DurationExpr')) };
    }
    case 'FunctionCall':
      return { kind: 'call', fn: text(node.getChild('FunctionIdentifier')), args: argsOf(node, read) };
    case 'AggregateExpr': {
      const modifier = node.getChild('AggregateModifier');
      return {
        kind: 'aggregate',
        op: text(node.getChild('AggregateOp')),
        grouping: modifier === null ? 'none' : modifier.getChild('By') === null ? 'without' : 'by',
        labels: labelsOf(modifier?.getChild('GroupingLabels') ?? null, text),
        args: argsOf(node, read),
      };
    }
    case 'BinaryExpr': {
      const [left, right] = [read(node.firstChild), read(node.lastChild)];
      const matching = node.getChild('MatchingModifierClause');
      if (left === undefined || right === undefined) return undefined;
      return {
        kind: 'binary',
        op: text(node.firstChild?.nextSibling ?? null),
        isBool: node.getChild('BoolModifier') !== null,
        on:
          matching === null || matching.getChild('On') === null
            ? undefined
            : matching.getChildren('GroupingLabels').flatMap((labels) => labelsOf(labels, text)),
        left,
        right,
      };
    }
    case 'NumberDurationLiteral':
      return { kind: 'number', value: Number(text(node)) };
    case 'StringLiteral':
      return { kind: 'text', value: unquotePromql(text(node)) ?? text(node) };
    case 'UnaryExpr':
      return read(node.lastChild);
    default:
      // Brackets, offset and "@" change nothing that is asked here.
      return read(node.firstChild);
  }
}

function argsOf(call: Node, read: (node: Node) => Term | undefined): Term[] {
  return childrenOf(call.getChild('FunctionCallBody')).flatMap((child) => read(child) ?? []);
}

function labelsOf(labels: Node | null, text: (node: Node) => string): string[] {
  return childrenOf(labels).map(text);
}

function childrenOf(node: Node | null): Node[] {
  const children: Node[] = [];
  for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function fault(reason: string): PromqlFault {
  return { kind: 'fault', reason };
}
