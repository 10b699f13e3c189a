/** Which labels the answer to a PromQL term carries. https://prometheus.io/docs/prometheus/latest/querying/operators/ */
import type { Selector } from '../../alerts/promql.ts';
import { everyTerm, type Term } from './promql-terms.ts';

/** undefined: nobody knows. */
export type LabelsOf = (selector: Selector) => Iterable<string> | undefined;
type Labels = ReadonlySet<string> | undefined;

/** Aggregations that pick series instead of adding them up. */
const picking = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);

/** undefined where a part of it is unknown. */
export function resultLabels(term: Term, labelsOf: LabelsOf): Labels {
  const inside = (inner: Term): Labels => resultLabels(inner, labelsOf);
  switch (term.kind) {
    case 'selector': {
      const labels = labelsOf(term);
      return labels === undefined ? undefined : new Set(labels);
    }
    case 'range':
      return inside(term.arg);
    case 'number':
    case 'text':
      return new Set();
    case 'call':
      return callLabels(term.fn, term.args, union(term.args.map(inside)));
    case 'aggregate': {
      const { op, grouping, labels, args } = term;
      if (picking.has(op)) return union(args.map(inside));
      if (grouping === 'without') return without(union(args.map(inside)), labels);
      return new Set([...labels, ...(op === 'count_values' ? textsIn(args) : [])]);
    }
    case 'binary': {
      const [left, right] = [inside(term.left), inside(term.right)];
      if (term.op === 'or') return union([left, right]);
      if (term.op === 'and' || term.op === 'unless') return left;
      if (term.on !== undefined) return new Set(term.on);
      // A number has no labels to match on.
      return isNumeric(term.left) ? right : left;
    }
  }
}

export interface MissingLabel {
  readonly label: string;
  readonly among: readonly string[];
}

/** Labels in `by (...)` that nothing inside the brackets carries: they would be empty for every series. */
export function missingLabels(term: Term, labelsOf: LabelsOf): MissingLabel[] {
  return everyTerm(term).flatMap((inner) => {
    if (inner.kind !== 'aggregate' || inner.grouping !== 'by') return [];
    const carried = union(inner.args.map((arg) => resultLabels(arg, labelsOf)));
    if (carried === undefined) return [];
    return inner.labels
      .filter((label) => !carried.has(label))
      .map((label) => ({ label, among: [...carried] }));
  });
}

function callLabels(fn: string, args: readonly Term[], labels: Labels): Labels {
  if (fn === 'histogram_quantile') return without(labels, ['le']);
  if (fn === 'scalar' || fn === 'time' || fn === 'vector') return new Set();
  if (fn !== 'label_replace' && fn !== 'label_join') return labels;
  const [target] = textsIn(args);
  return labels === undefined || target === undefined ? labels : new Set([...labels, target]);
}

function textsIn(args: readonly Term[]): string[] {
  return args.flatMap((arg) => (arg.kind === 'text' ? [arg.value] : []));
}

function isNumeric(term: Term): boolean {
  if (term.kind === 'number') return true;
  if (term.kind === 'binary') return isNumeric(term.left) && isNumeric(term.right);
  return term.kind === 'call' && (term.fn === 'scalar' || term.fn === 'time');
}

function union(sets: readonly Labels[]): Labels {
  const merged = new Set<string>();
  for (const labels of sets) {
    if (labels === undefined) return undefined;
    for (const label of labels) merged.add(label);
  }
  return merged;
}

function without(labels: Labels, gone: readonly string[]): Labels {
  return labels === undefined ? undefined : new Set([...labels].filter((label) => !gone.includes(label)));
}
