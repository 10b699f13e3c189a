/** What one chart shows, before it is drawn. */
import type { PanelThreshold, PanelUnit } from '../panels/panel-definitions.ts';

export const markKinds = ['alert', 'change', 'runbook', 'note'] as const;
export type MarkKind = (typeof markKinds)[number];

export interface ChartMark {
  readonly kind: MarkKind;
  /** ISO 8601. */
  readonly at: string;
  readonly label: string;
  /** Drawn hollow: the end of what a filled mark began. */
  readonly isEnd?: boolean;
}

export interface ChartSeries {
  readonly name: string;
  /** The first at the chart's `from`, each `stepSeconds` after the one before; null where there was none. */
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  readonly title: string;
  /** ISO 8601, both. */
  readonly from: string;
  readonly to: string;
  readonly stepSeconds: number;
  readonly unit: PanelUnit;
  readonly isStacked: boolean;
  readonly series: readonly ChartSeries[];
  /** Series that there were besides these. */
  readonly seriesLeftOut: number;
  /** Why there is no line, when there is none. */
  readonly gap: string;
  readonly thresholds: readonly PanelThreshold[];
  readonly marks: readonly ChartMark[];
  /** Whether each kind of mark gets a line of its own below the axis; otherwise they only stand on it. */
  readonly hasLanes: boolean;
}
