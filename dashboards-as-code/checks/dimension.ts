/**
 * What a PromQL term measures, worked out from the names of its metrics and from its operations: seconds, bytes, counted
 * items, and their quotients. Names follow https://prometheus.io/docs/practices/naming/.
 */
import { type Signal, signals } from '../../service/signals.ts';
import type { Term } from './promql-terms.ts';

/** Exponents of base units, none of them 0; empty is a ratio. */
export type Dimension = Readonly<Record<string, number>>;
/** A number takes on whatever stands beside it. */
type Measure = Dimension | 'number' | 'unknown';

const ratio: Dimension = {};
const item: Dimension = { item: 1 };
const second: Dimension = { second: 1 };
const perSecond = new Set(['rate', 'irate', 'deriv']);
const counting = new Set(['count', 'count_values', 'group']);
const countingCalls = new Set([
  'count_over_time',
  'changes',
  'resets',
  'absent',
  'absent_over_time',
  'present_over_time',
]);

/** "item/second", "second", "1" for a ratio; undefined where nobody can tell. */
export function describeDimension(term: Term, shape: 'values' | 'buckets' = 'values'): string | undefined {
  const measure = shape === 'buckets' ? bucketsMeasure(term) : measureOf(term);
  if (measure === 'unknown' || measure === 'number') return undefined;
  const side = (isMeant: (exponent: number) => boolean): string[] =>
    Object.entries(measure)
      .filter(([, exponent]) => isMeant(exponent))
      .map(([unit, exponent]) => (Math.abs(exponent) === 1 ? unit : `${unit}^${Math.abs(exponent)}`))
      .sort();
  const over = side((exponent) => exponent > 0).join('*') || '1';
  return [over, ...side((exponent) => exponent < 0)].join('/');
}

function measureOf(term: Term): Measure {
  switch (term.kind) {
    case 'selector':
      return metricMeasure(term.metric);
    case 'range':
      return measureOf(term.arg);
    case 'number':
      return 'number';
    case 'text':
      return 'unknown';
    case 'aggregate': {
      if (counting.has(term.op)) return item;
      // topk(5, x), quantile(0.9, x): what is aggregated comes last.
      return lastMeasure(term.args);
    }
    case 'call':
      return callMeasure(term.fn, term.args);
    case 'binary':
      return term.isBool ? item : binaryMeasure(term);
  }
}

function callMeasure(fn: string, args: readonly Term[]): Measure {
  if (fn === 'time' || fn === 'timestamp') return second;
  if (countingCalls.has(fn)) return item;
  if (fn === 'histogram_quantile') return args[1] === undefined ? 'unknown' : bucketsMeasure(args[1]);
  if (fn === 'quantile_over_time') return lastMeasure(args);
  const [first] = args;
  if (first === undefined) return 'unknown';
  return perSecond.has(fn) ? times(measureOf(first), second, -1) : measureOf(first);
}

/** Of a histogram's buckets: what was put into them. */
function bucketsMeasure(term: Term): Measure {
  if (term.kind === 'selector') return metricMeasure(term.metric.replace(/_bucket$/, ''));
  if (term.kind === 'range') return bucketsMeasure(term.arg);
  if (term.kind === 'call' || term.kind === 'aggregate') {
    const last = term.kind === 'call' ? term.args[0] : term.args.at(-1);
    return last === undefined ? 'unknown' : bucketsMeasure(last);
  }
  return 'unknown';
}

function binaryMeasure({ op, left, right }: Extract<Term, { kind: 'binary' }>): Measure {
  const [a, b] = [measureOf(left), measureOf(right)];
  switch (op) {
    case '*':
      return scaled(left, b, 1) ?? scaled(right, a, 1) ?? times(a, b, 1);
    case '/':
      return scaled(right, a, -1) ?? times(a, b, -1);
    case 'and':
    case 'unless':
      return a;
    case '^':
    case 'atan2':
      return 'unknown';
    default:
      // Sums, filters and "or": both sides are of one kind.
      return a === 'number' || a === 'unknown' ? b : a;
  }
}

/** A change of unit by a factor: 100 makes percent of a ratio, 1000 milliseconds of seconds. */
function scaled(factor: Term, measure: Measure, direction: 1 | -1): Measure | undefined {
  if (factor.kind !== 'number' || typeof measure === 'string') return undefined;
  const [whole, part] =
    direction === 1 ? (['second', 'millisecond'] as const) : (['millisecond', 'second'] as const);
  if (factor.value === 1000 && measure[whole] === 1) {
    const { [whole]: _, ...others } = measure;
    return { ...others, [part]: 1 };
  }
  if (factor.value === 100 && direction === 1 && Object.keys(measure).length === 0) return { percent: 1 };
  return measure;
}

function times(a: Measure, b: Measure, direction: 1 | -1): Measure {
  if (a === 'unknown' || b === 'unknown') return 'unknown';
  const product: Record<string, number> = a === 'number' ? {} : { ...a };
  for (const [unit, exponent] of Object.entries(b === 'number' ? {} : b)) {
    const sum = (product[unit] ?? 0) + direction * exponent;
    if (sum === 0) delete product[unit];
    else product[unit] = sum;
  }
  return a === 'number' && b === 'number' ? 'number' : product;
}

function lastMeasure(args: readonly Term[]): Measure {
  const last = args.at(-1);
  return last === undefined ? 'unknown' : measureOf(last);
}

const ofSignalUnits: Readonly<Record<Signal['unit'], Dimension>> = {
  short: item,
  s: second,
  percentunit: ratio,
  reqps: { item: 1, second: -1 },
  bytes: { byte: 1 },
  dateTimeAsIso: second,
};

const suffixes: readonly (readonly [RegExp, Dimension])[] = [
  [/_(count|bucket|info)$/, item],
  [/_milliseconds(_sum|_total)?$/, { millisecond: 1 }],
  [/_seconds(_sum|_total)?$/, second],
  [/_bytes(_sum|_total)?$/, { byte: 1 }],
  [/_ratio$/, ratio],
  [/_total$/, item],
  [/^(up|ALERTS|slo:.*)$/, item],
];

function metricMeasure(metric: string): Measure {
  const declared = Object.values<Signal>(signals).find((signal) => signal.metric === metric);
  if (declared !== undefined) return ofSignalUnits[declared.unit];
  return suffixes.find(([pattern]) => pattern.test(metric))?.[1] ?? 'unknown';
}
