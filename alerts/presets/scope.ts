/** Whose series a preset means, and which of them count. */
import type { Objective } from '../objective.ts';
import type { LabelCondition } from '../promql.ts';
import type { SeriesLabels } from '../series-labels.ts';
import type { DeclaredSignal, SymptomAdjustments } from '../symptoms/declared-signal.ts';
import type { PresetScope } from '../symptoms/presets/scope.ts';

/** What a preset brings to a service; spread it into the definition, or put its parts beside others. */
export interface Preset {
  readonly objectives: readonly Objective[];
  readonly signals: readonly DeclaredSignal[];
  /** Symptoms whose ordinary threshold the series cannot tell, moved to the nearest one that they can. */
  readonly symptoms: SymptomAdjustments;
}

/** Labels that scrapes put on every series, by this repository's targets or by Kubernetes' usual relabelling. */
export type ScrapeLabel =
  | 'service'
  | 'environment'
  | 'release'
  | 'instance'
  | 'job'
  | 'namespace'
  | 'pod'
  | 'container'
  | 'cluster';

/** Conditions on labels that the series have; `matchesNot('/health.*')` leaves probes out. */
export type Where<Label extends string> = { readonly [L in Label | ScrapeLabel]?: LabelCondition };

/**
 * `of` singles out the service's series and the requests that count. `labels` says what the series call the environment
 * and so on where it is not that: `{ environment: 'namespace' }`, or `{ environment: { value: 'production' } }` where
 * they do not tell.
 */
export interface SeriesScope<Label extends string> extends Omit<PresetScope, 'of'> {
  readonly of: Where<Label>;
}

/**
 * A preset's own labels with those that the service says otherwise. Where it selects just one value of what tells the
 * environment, it is that one.
 */
export function seriesLabels(own: SeriesLabels, { of, labels }: PresetScope): SeriesLabels {
  const merged: SeriesLabels = { ...own, ...labels };
  const name = merged.environment === undefined ? 'environment' : merged.environment;
  const only = typeof name === 'string' ? of[name] : undefined;
  return typeof only === 'string' ? { ...merged, environment: { value: only } } : merged;
}

/** What is promised of something that can be good or bad. */
export interface Promised {
  /** Share of good events asked for, between 0 and 1, neither included. */
  readonly target: number;
  /** Default: 30. */
  readonly windowDays?: Objective['windowDays'];
  /** The `slo` label, where a service has several of a kind. Default: what kind of promise it is. */
  readonly name?: string;
}

export interface PromisedLatency extends Promised {
  /** Within which a request must end; an edge of the histogram's buckets. */
  readonly thresholdSeconds: number;
}

/** The part of an objective that comes from what is promised. */
export function promised(
  { target, windowDays = 30, name }: Promised,
  kind: Objective['kind'],
): Pick<Objective, 'name' | 'kind' | 'target' | 'windowDays'> {
  return { name: name ?? kind, kind, target, windowDays };
}
