/** A board as data, before Grafana's schema: what `sealBoard` turns into classic JSON. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type {
  AnnotationQueryBuilder,
  DashboardLinkBuilder,
  Panel,
  QueryVariableBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Query } from './query.ts';
import type { ThresholdStep } from './thresholds.ts';

/** Grafana's unit ids that the boards use; Grafana takes any string and shows nonsense for an unknown one. */
export type PanelUnit = 'none' | 'short' | 'locale' | 'percentunit' | 'reqps' | 'ops' | 's' | 'ms' | 'bytes';

export interface PanelLink {
  readonly title: string;
  readonly url: string;
}

export interface PanelModel {
  /** Unique on its board and never changed: the panel's id, and so every link to it, is made from it. */
  readonly slug: string;
  /** A question or a claim. */
  readonly title: string;
  /** How to read it, and what to do next. */
  readonly description: string;
  readonly unit: PanelUnit;
  /** What it means that there is nothing to show. */
  readonly noValue: string;
  readonly thresholds?: readonly ThresholdStep[];
  /** How many points a line has at most, where fewer say as much and cost less: buckets are many series. */
  readonly points?: number;
  /** Where a click on a value leads. */
  readonly links?: readonly PanelLink[];
  readonly visual: Builder<Panel>;
  readonly queries: readonly [Query, ...Query[]];
}

export interface PlacedPanel extends PanelModel {
  /** In columns; a line has 24. */
  readonly width: number;
  /** In grid rows of 30 pixels. */
  readonly height: number;
}

export interface Section {
  readonly slug: string;
  readonly title: string;
  readonly panels: readonly PlacedPanel[];
}

export interface BoardModel {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Where the time range begins when nobody chose one. */
  readonly from: string;
  readonly variables: readonly QueryVariableBuilder[];
  /** Drawn across every panel. */
  readonly marks: readonly AnnotationQueryBuilder[];
  /** To other boards, at the top. */
  readonly links: readonly DashboardLinkBuilder[];
  readonly sections: readonly Section[];
}

export function place(panel: PanelModel, width: number, height: number): PlacedPanel {
  return { ...panel, width, height };
}
