/** What no preset knows, in PromQL of one's own. */
import type { Objective } from '../objective.ts';
import type { SeriesLabels } from '../series-labels.ts';
import { type Promised, promised } from './scope.ts';

/**
 * PromQL with a vector as result, whose ranges are `$window`: `increase(jobs_total{service="mail"}[$window])`. It keeps
 * the label that tells the environment; whatever else it keeps is added up.
 */
export type WindowedPromql = `${string}$window${string}`;

export interface RawPromqlOptions extends Promised {
  readonly kind: 'availability' | 'latency' | 'freshness' | 'probe';
  /** What a person on call reads of a good event. */
  readonly description: string;
  readonly total: WindowedPromql;
  readonly bad: WindowedPromql;
  readonly labels?: SeriesLabels;
  /** Latency only. */
  readonly thresholdSeconds?: number;
}

/** An objective whose counts are read over two scrapes and halved: `increase` extrapolates, so not exact to the event. */
export function rawPromql({ total, bad, ...options }: RawPromqlOptions): Objective {
  const { kind, description, labels, thresholdSeconds } = options;
  return {
    ...promised(options, kind),
    description,
    events: { rawTotal: total, rawBad: bad },
    ...(labels === undefined ? {} : { labels }),
    ...(thresholdSeconds === undefined ? {} : { thresholdSeconds }),
  };
}
