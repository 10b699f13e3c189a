/** Whose series a preset means. */
import type { LabelCondition } from '../../promql.ts';
import type { SeriesLabels } from '../../series-labels.ts';

export interface PresetScope {
  /** What singles out the service's series: `{ service: 'desk' }`, `{ job: 'prometheus' }`. */
  readonly of: Readonly<Record<string, LabelCondition>>;
  /** Only where the series call the environment something else, or do not tell it (`{ environment: null }`). */
  readonly labels?: SeriesLabels;
  readonly component?: string;
}

/** What every signal of the preset takes over from its scope. */
export function common({ labels, component }: PresetScope): {
  readonly labels?: SeriesLabels;
  readonly component?: string;
} {
  return {
    ...(labels === undefined ? {} : { labels }),
    ...(component === undefined ? {} : { component }),
  };
}
