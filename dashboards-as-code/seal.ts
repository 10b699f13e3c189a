/**
 * The last pass over a board: what the Foundation SDK leaves out or sets badly in the classic schema (panel ids, refIds,
 * datasources, legends, links hidden in a menu) is made right here, once, for every panel.
 */
import {
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  TooltipDisplayMode,
} from '@grafana/grafana-foundation-sdk/common';
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  type DashboardLink,
  DashboardLinkBuilder,
  DashboardLinkType,
  type FieldConfig,
  MappingType,
  type Panel,
  type RowPanel,
  SpecialValueMatch,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { panelId } from '../alerts/links.ts';
import type { BoardModel, PanelLink, PanelModel } from './board.ts';
import { datasources } from './datasources.ts';
import { type LaidOutSection, layOut } from './grid.ts';
import { renderTarget } from './query.ts';
import { noThresholds } from './thresholds.ts';

/** Throws an Error that names the board and the panel for an overflow of the grid or for two equal ids. */
export function sealBoard(model: BoardModel): Dashboard {
  const { uid } = model;
  refuseEqualIds(uid, model);
  const board = new DashboardBuilder(model.title)
    .uid(uid)
    .description(model.description)
    .tags([...model.tags])
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: model.from, to: 'now' })
    .refresh('30s')
    .timezone('browser')
    .variables([...model.variables])
    .annotations([...model.marks])
    .links([...model.links])
    .build();
  for (const link of board.links ?? []) delete link.placement;
  for (const mark of board.annotations.list ?? []) delete mark.placement;
  board.panels = layOut(uid, model.sections).flatMap(sealSection);
  return board;
}

/** Two slugs with one id would make a link open the wrong panel, and Grafana renumber one of them. */
function refuseEqualIds(uid: string, { sections }: BoardModel): void {
  const slugs = sections.flatMap(({ slug, panels }) => [rowSlug(slug), ...panels.map((panel) => panel.slug)]);
  const seen = new Map<number, string>();
  for (const slug of slugs) {
    const other = seen.get(panelId(slug));
    if (other !== undefined)
      throw new Error(
        `board "${uid}": "${slug}" and "${other}" both get the panel id ${panelId(slug)}; rename the one that no link points at yet.`,
      );
    seen.set(panelId(slug), slug);
  }
}

function rowSlug(section: string): string {
  return `row-${section}`;
}

function sealSection({ section, row, panels }: LaidOutSection): (RowPanel | Panel)[] {
  const head: RowPanel = {
    type: 'row',
    id: panelId(rowSlug(section.slug)),
    title: section.title,
    collapsed: false,
    gridPos: row,
    panels: [],
  };
  return [head, ...panels.map(({ panel, at }) => ({ ...sealPanel(panel), gridPos: at }))];
}

function sealPanel(model: PanelModel): Panel {
  const panel = model.visual.build();
  const { type } = panel;
  return {
    ...panel,
    id: panelId(model.slug),
    title: model.title,
    description: model.description,
    datasource: datasources[model.queries[0].backend],
    targets: model.queries.map(renderTarget),
    ...(model.points === undefined ? {} : { maxDataPoints: model.points }),
    fieldConfig: {
      defaults: { ...panel.fieldConfig?.defaults, ...fieldDefaults(model, type) },
      overrides: panel.fieldConfig?.overrides ?? [],
    },
    options: { ...panel.options, ...(type === 'timeseries' ? legendAndTooltip : {}) },
  };
}

const legendAndTooltip = {
  legend: {
    showLegend: true,
    displayMode: LegendDisplayMode.List,
    placement: LegendPlacement.Bottom,
    calcs: [],
  },
  tooltip: { mode: TooltipDisplayMode.Multi, sort: SortOrder.Descending },
} as const;

function fieldDefaults({ unit, noValue, thresholds, links }: PanelModel, type: string): FieldConfig {
  return {
    unit,
    noValue,
    thresholds: { mode: ThresholdsMode.Absolute, steps: [...(thresholds ?? noThresholds)] },
    ...(links === undefined ? {} : { links: links.map(dataLink) }),
    ...(type === 'stat' ? { mappings: [inWords(noValue)] } : {}),
    ...(type === 'table' ? { mappings: [inWords('–')] } : {}),
  };
}

/** 0/0 and nothing at all are no traffic, not "NaN" in the colour of health or of failure. */
function inWords(text: string): {
  type: MappingType.SpecialValue;
  options: { match: SpecialValueMatch; result: { text: string; color: string } };
} {
  return {
    type: MappingType.SpecialValue,
    options: { match: SpecialValueMatch.NullAndNan, result: { text, color: 'text' } },
  };
}

function dataLink({ title, url }: PanelLink): DashboardLink {
  const link = new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(url).build();
  delete link.placement;
  return link;
}
