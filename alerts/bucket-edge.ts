/**
 * A histogram counts what ended within its buckets' upper bounds and knows nothing in between: a threshold is one of
 * these edges, or it is refused.
 */
import { type LabelCondition, matches } from './promql.ts';

/** What a histogram is measured in, and what its `le` is written in. */
export type HistogramUnit = 's' | 'ms';

/** The edges on both sides of a threshold that is none, in words: "0.25 s or 0.5 s"; empty where there are no edges. */
export function nearestEdges(thresholdSeconds: number, edges: readonly number[]): string {
  const below = Math.max(...edges.filter((edge) => edge < thresholdSeconds));
  const above = Math.min(...edges.filter((edge) => edge > thresholdSeconds));
  return [below, above]
    .filter(Number.isFinite)
    .map((edge) => `${edge} s`)
    .join(' or ');
}

/**
 * The `le` of an edge in each form in which it is written: 1 is "1", and "1.0" on a Prometheus 3 and in OpenMetrics; Go
 * writes an exponent from a million on and below a ten-thousandth.
 */
export function bucketEdge(seconds: number, unit: HistogramUnit = 's'): LabelCondition {
  const edge = unit === 'ms' ? Number((seconds * 1000).toPrecision(12)) : seconds;
  const [mantissa, exponent = '+0'] = edge.toExponential().split('e');
  const forms = [
    String(edge),
    ...(Number.isInteger(edge) ? [`${edge}[.]0`] : []),
    ...(edge >= 1e6 || edge < 1e-4
      ? [`${mantissa?.replace('.', '[.]')}e[${exponent[0]}]${exponent.slice(1).padStart(2, '0')}`]
      : []),
  ];
  return forms.length === 1 ? String(edge) : matches(forms.join('|'));
}
