/**
 * A PromQL query of a document as a count of events. Only what the catalog can say exactly is read: one counter,
 * summed over all its series, or what is left of one after another is taken away.
 */
import { parser } from '@prometheus-io/lezer-promql';
import type { Selector } from '../promql.ts';
import { readSelector } from './read-selector.ts';

type Node = ReturnType<typeof parser.parse>['topNode'];
/** Answers undefined, after noting the reason. */
export type Refuse = (reason: string) => undefined;

export interface EventCount {
  readonly selector: Selector;
  /** `counter`: all events since the process started; else per second or in total over `range`. */
  readonly reads: 'counter' | 'rate' | 'increase';
  readonly range?: string;
  readonly isSummed: boolean;
}

export interface EventQuery {
  readonly count: EventCount;
  /** Events of `count` that are not meant: `count - minus`. */
  readonly minus?: EventCount;
  /** Whether `or vector(0)` made an absent count a 0. */
  readonly isZeroFilled: boolean;
}

/** How Sloth, and documents written for it, mark the window that a rule fills in. */
export const windowPlaceholder = '{{.window}}';
/** Stands for the placeholder while the grammar reads the query; no document writes this range. */
const placeholderRange = '31556951s';

/** Reads a query, or refuses with a reason that quotes what stands in the way. */
export function readEventQuery(query: string, refuse: Refuse): EventQuery | undefined {
  const source = query.replaceAll(/\{\{-?\s*\.window\s*-?\}\}/g, placeholderRange);
  const tree = parser.parse(source);
  const broken = firstError(tree.topNode);
  const top = tree.topNode.firstChild;
  if (broken !== undefined || top === null)
    return refuse(
      `${JSON.stringify(query)} does not parse as PromQL${broken === undefined ? '' : ` near ${JSON.stringify(source.slice(broken, broken + 20).replaceAll(placeholderRange, windowPlaceholder))}`}; a window is written [5m] or [${windowPlaceholder}].`,
    );
  return readTop(bare(top), source, (reason) =>
    refuse(reason.replaceAll(placeholderRange, windowPlaceholder)),
  );
}

function readTop(node: Node, source: string, refuse: Refuse): EventQuery | undefined {
  if (node.name !== 'BinaryExpr') {
    const count = readCount(node, source, refuse);
    return count && { count, isZeroFilled: false };
  }
  const [left, operator, ...rest] = childrenOf(node);
  const right = rest.at(-1);
  if (left === undefined || operator === undefined || right === undefined) return refuse('is incomplete.');
  const operation = textOf(operator, source).toLowerCase();
  if (operation === 'or' && /^vector\(\s*0(\.0*)?\s*\)$/.test(textOf(bare(right), source))) {
    const filled = readTop(bare(left), source, refuse);
    return filled && { ...filled, isZeroFilled: true };
  }
  if (operation !== '-' || rest.length > 1)
    return refuse(
      `"${textOf(node, source)}" combines queries with "${operation}"; the catalog counts one counter, or one minus another.`,
    );
  const count = readCount(bare(left), source, refuse);
  const minus = readCount(bare(right), source, refuse);
  return count && minus && { count, minus, isZeroFilled: false };
}

function readCount(node: Node, source: string, refuse: Refuse): EventCount | undefined {
  if (node.name !== 'AggregateExpr') {
    const series = readSeries(node, source, refuse);
    return series && { ...series, isSummed: false };
  }
  const operator = node.getChild('AggregateOp');
  const modifier = node.getChild('AggregateModifier');
  const [body, ...others] = childrenOf(node.getChild('FunctionCallBody'));
  if (operator === null || body === undefined || others.length > 0 || operator.getChild('Sum') === null)
    return refuse(`"${textOf(node, source)}" is no sum; events of all series are added up.`);
  if (modifier !== null)
    return refuse(
      `"${textOf(modifier, source)}" makes one ratio for each group of labels; an objective is one ratio: write sum(...), or one objective for each value.`,
    );
  const series = readSeries(bare(body), source, refuse);
  return series && { ...series, isSummed: true };
}

const counting: Readonly<Record<string, 'rate' | 'increase'>> = { rate: 'rate', increase: 'increase' };

function readSeries(node: Node, source: string, refuse: Refuse): Omit<EventCount, 'isSummed'> | undefined {
  if (node.name === 'VectorSelector') {
    const selector = readSelector(node, source, refuse);
    return selector && { selector, reads: 'counter' };
  }
  const called = node.getChild('FunctionIdentifier');
  const reads = called === null ? undefined : counting[textOf(called, source)];
  const [argument, ...others] = childrenOf(node.getChild('FunctionCallBody'));
  if (reads === undefined || argument === undefined || others.length > 0)
    return refuse(
      `"${textOf(node, source)}" counts no events of one counter; that takes rate(counter[window]), increase(counter[window]) or the counter.`,
    );
  const matrix = bare(argument);
  const vector = matrix.getChild('VectorSelector');
  const duration = matrix.getChild('DurationExpr');
  if (matrix.name !== 'MatrixSelector' || vector === null || duration === null)
    return refuse(
      `"${textOf(matrix, source)}" is no plain range of a counter; subqueries, offset and @ have no place in the catalog.`,
    );
  const selector = readSelector(vector, source, refuse);
  return selector && { selector, reads, range: rangeOf(textOf(duration, source)) };
}

function rangeOf(duration: string): string {
  return duration === placeholderRange ? windowPlaceholder : duration;
}

function bare(node: Node): Node {
  const inner = node.name === 'ParenExpr' ? node.firstChild : null;
  return inner === null ? node : bare(inner);
}

function childrenOf(node: Node | null): Node[] {
  const children: Node[] = [];
  for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function textOf(node: Node, source: string): string {
  return source.slice(node.from, node.to);
}

function firstError(top: Node): number | undefined {
  let position: number | undefined;
  top.cursor().iterate((node) => {
    if (node.type.isError) position ??= node.from;
  });
  return position;
}
