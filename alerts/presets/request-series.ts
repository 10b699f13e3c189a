/** Objectives and signals of requests that are counted and timed, whatever the program calls it. */
import { bucketEdge, type HistogramUnit, nearestEdges } from '../bucket-edge.ts';
import type { Objective } from '../objective.ts';
import { type LabelCondition, matches, narrow, type Selector, selector } from '../promql.ts';
import type { SeriesLabels } from '../series-labels.ts';
import type { DeclaredSignal, SymptomAdjustments } from '../symptoms/declared-signal.ts';
import { symptomFigures } from '../symptoms/figures.ts';
import { common, type PresetScope } from '../symptoms/presets/scope.ts';
import { type Preset, type Promised, type PromisedLatency, promised, seriesLabels } from './scope.ts';

/** `prometheus.DefBuckets` of client_golang, which prom-client, go-grpc-middleware and ingress-nginx share. */
export const clientLibraryEdges = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Status codes ("503") and classes ("5xx") of the server's own faults. */
export const serverErrors = matches('5..');

/** A classic histogram, whose buckets carry their upper bound in `le`; a native one has none, so it is no case of this. */
export interface Histogram {
  /** Without `_bucket` and `_count`. */
  readonly metric: string;
  readonly unit: HistogramUnit;
  /** Upper bounds of the buckets in seconds, whatever the unit. */
  readonly edges: readonly number[];
}

/** What one program calls the series of its requests. */
export interface RequestSeries {
  /** The counter of all requests, and what its labels say of a failed one. */
  readonly counter: string;
  readonly failed: Readonly<Record<string, LabelCondition>>;
  readonly histogram?: Histogram;
  /** Conditions that hold for every service of this program. */
  readonly always?: Readonly<Record<string, LabelCondition>>;
  readonly labels: SeriesLabels;
  /** What a person on call reads of a good request. */
  readonly good: string;
}

export interface RequestPromises {
  readonly availability?: Promised;
}

export interface TimedRequestPromises extends RequestPromises {
  readonly latency?: PromisedLatency;
  /** Upper bounds of the buckets in seconds, where the service configures its own. */
  readonly edges?: readonly number[];
}

/** Throws an Error where the latency's threshold is no edge of the histogram. */
export function requestPreset(series: RequestSeries, scope: PresetScope & TimedRequestPromises): Preset {
  const { availability, latency, edges = series.histogram?.edges ?? [] } = scope;
  const labels = seriesLabels(series.labels, scope);
  const total = selector(series.counter, { ...series.always, ...scope.of });
  const failed = narrow(total, series.failed);
  const histogram = series.histogram && { ...series.histogram, edges };
  const requests: DeclaredSignal = { kind: 'requests', ...common({ ...scope, labels }), total, failed };
  return {
    objectives: [
      ...(availability === undefined
        ? []
        : [
            {
              ...promised(availability, 'availability'),
              description: series.good,
              events: { total, bad: failed },
              labels,
            },
          ]),
      ...(latency === undefined || histogram === undefined
        ? []
        : [latencyObjective(latency, histogram, total.matchers, labels)]),
    ],
    signals: [
      requests,
      ...(histogram === undefined
        ? []
        : [
            {
              kind: 'latency',
              ...common({ ...scope, labels }),
              ...partsOf(histogram, total.matchers),
              unit: histogram.unit,
              edges,
            } as const,
          ]),
    ],
    symptoms: histogram === undefined ? {} : latencySymptoms(histogram),
  };
}

function latencyObjective(
  latency: PromisedLatency,
  histogram: Histogram,
  matchers: Selector['matchers'],
  labels: SeriesLabels,
): Objective {
  const { thresholdSeconds } = latency;
  if (!histogram.edges.includes(thresholdSeconds))
    throw new Error(
      `latency objective on ${histogram.metric}: ${thresholdSeconds} s is no bucket edge; take ${nearestEdges(thresholdSeconds, histogram.edges)}, or give in "edges" the buckets that the service configures.`,
    );
  const { count, buckets } = partsOf(histogram, matchers);
  return {
    ...promised(latency, 'latency'),
    description: `requests answered within ${thresholdSeconds} s`,
    events: { total: count, good: narrow(buckets, { le: bucketEdge(thresholdSeconds, histogram.unit) }) },
    labels,
    thresholdSeconds,
  };
}

function partsOf(
  { metric }: Histogram,
  matchers: Selector['matchers'],
): { readonly count: Selector; readonly buckets: Selector } {
  const part = (name: string): Selector => ({ kind: 'selector', metric: `${metric}_${name}`, matchers });
  return { count: part('count'), buckets: part('bucket') };
}

/** Ordinary thresholds that are no edge here, moved up to the next one; switched off where there is none. */
function latencySymptoms({ metric, edges }: Histogram): SymptomAdjustments {
  const levels = Object.entries(symptomFigures.HighLatency).flatMap(([severity, { thresholdSeconds }]) => {
    if (edges.includes(thresholdSeconds)) return [];
    const next = Math.min(...edges.filter((edge) => edge > thresholdSeconds));
    const adjusted = Number.isFinite(next)
      ? {
          thresholdSeconds: next,
          reason: `it is the first bucket of ${metric} beyond ${thresholdSeconds} s, from which on people notice`,
        }
      : { off: `${metric} has no bucket of ${thresholdSeconds} s or more` };
    return [[severity, adjusted]];
  });
  return levels.length === 0 ? {} : { HighLatency: Object.fromEntries(levels) };
}
