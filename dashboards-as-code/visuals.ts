/** The looks that panels are made of, each chosen once. Titles, units, ids and thresholds are set by `sealBoard`. */
import {
  BigValueColorMode,
  BigValueGraphMode,
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LogsSortOrder,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
  TableSortByFieldStateBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import {
  CellValuesBuilder,
  PanelBuilder as HeatmapBuilder,
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  HeatmapTooltipBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { PanelBuilder as LogsBuilder } from '@grafana/grafana-foundation-sdk/logs';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { PanelLink, PanelUnit } from './board.ts';
import type { ThresholdStep } from './thresholds.ts';

export function lines(): TimeseriesBuilder {
  return new TimeseriesBuilder().lineWidth(2).fillOpacity(8).min(0);
}

/**
 * Lines with the catalog's thresholds drawn across them. The axis reaches past the highest: of lines that are all 0
 * Grafana would otherwise make an axis up to 10000 %.
 */
export function linesWithThresholds(thresholds: readonly ThresholdStep[]): TimeseriesBuilder {
  const top = Math.max(...thresholds.map(({ value }) => value ?? 0));
  const builder = lines().thresholdsStyle(
    new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed),
  );
  // Rounded: 0.0144 times 1.5 is a long fraction in floating point.
  return top > 0 ? builder.axisSoftMin(0).axisSoftMax(Number((top * 1.5).toPrecision(6))) : builder;
}

/** Shares of a whole, with the catalog's thresholds; the axis ends at all of it. */
export function shareLines(thresholds: readonly ThresholdStep[]): TimeseriesBuilder {
  return linesWithThresholds(thresholds).axisSoftMin(0).axisSoftMax(1);
}

/** Whole things. Of none at all Grafana would make an axis up to 100. */
export function countLines(): TimeseriesBuilder {
  return lines().decimals(0).axisSoftMax(1);
}

/** Events that are counted over a while each. */
export function bars(): TimeseriesBuilder {
  return countLines().drawStyle(GraphDrawStyle.Bars).fillOpacity(60);
}

/** Parts that add up to a whole. */
export function stackedAreas(): TimeseriesBuilder {
  return lines().fillOpacity(40).stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
}

/** The latest value as a number, coloured by its thresholds. */
export function bigNumber(): StatBuilder {
  return new StatBuilder()
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false));
}

export function heatmap(yUnit: PanelUnit): HeatmapBuilder {
  return new HeatmapBuilder()
    .yAxis(new YAxisConfigBuilder().unit(yUnit))
    .cellValues(new CellValuesBuilder().unit('short' satisfies PanelUnit))
    .color(
      new HeatmapColorOptionsBuilder()
        .mode(HeatmapColorMode.Scheme)
        .scheme('Oranges')
        .exponent(0.5)
        .steps(64),
    )
    .tooltip(new HeatmapTooltipBuilder().yHistogram(true).showColorScale(true));
}

/** Without the details switched on, a click on a line does nothing and no link to its trace shows. */
export function logLines(): LogsBuilder {
  return new LogsBuilder()
    .showTime(true)
    .enableLogDetails(true)
    .wrapLogMessage(true)
    .sortOrder(LogsSortOrder.Descending);
}

export function table(): TableBuilder {
  return new TableBuilder();
}

/** What Jaeger's datasource answers: the name gets the room that the others leave. */
export function tracesTable(): TableBuilder {
  const widths = { traceID: 130, startTime: 180, duration: 90 };
  const builder = table();
  for (const [field, value] of Object.entries(widths))
    builder.overrideByName(field, [{ id: 'custom.width', value }]);
  return builder;
}

export interface Column {
  /** As it arrives: a label, or "Value #<query name>"; where the panel has one query only, Grafana says "Value". */
  readonly field: string;
  readonly title: string;
  readonly unit?: PanelUnit;
  readonly decimals?: number;
  /** In pixels; left out: an equal share of what the others leave. */
  readonly width?: number;
  readonly links?: readonly PanelLink[];
}

/**
 * Rows of several column queries, joined by a label where `joinBy` names one, with exactly these columns in this order,
 * the greatest `sortBy` first, or the first in the alphabet.
 */
export function rowsTable(
  columns: readonly Column[],
  options: {
    sortBy: string;
    order?: 'greatest-first' | 'alphabetical';
    joinBy?: string;
    /** Joined by all labels that they share. */
    isMerged?: boolean;
    hide?: readonly string[];
  },
): TableBuilder {
  const { sortBy, order = 'greatest-first', joinBy, isMerged = false, hide = [] } = options;
  // Each joined frame brings a time of its own: "Time", or "Time 1", "Time 2" and so on.
  const times = ['Time', ...columns.map((_, index) => `Time ${index + 1}`)];
  const builder = table().sortBy([
    new TableSortByFieldStateBuilder().displayName(sortBy).desc(order === 'greatest-first'),
  ]);
  if (joinBy !== undefined)
    builder.withTransformation({ id: 'joinByField', options: { byField: joinBy, mode: 'outer' } });
  if (isMerged) builder.withTransformation({ id: 'merge', options: {} });
  builder.withTransformation({
    id: 'organize',
    options: {
      excludeByName: Object.fromEntries([...times, ...hide].map((field) => [field, true])),
      indexByName: Object.fromEntries(columns.map((column, index) => [column.field, index])),
      renameByName: Object.fromEntries(columns.map((column) => [column.field, column.title])),
    },
  });
  for (const column of columns) builder.overrideByName(column.title, overrides(column));
  return builder;
}

function overrides({ field, unit, decimals, width, links }: Column): DynamicConfigValue[] {
  return [
    // An empty label; else the panel's own words for "nothing here at all" would stand in its cell.
    ...(/^Value\b/.test(field) ? [] : [{ id: 'noValue', value: '–' }]),
    ...(unit === undefined ? [] : [{ id: 'unit', value: unit }]),
    ...(decimals === undefined ? [] : [{ id: 'decimals', value: decimals }]),
    ...(width === undefined ? [] : [{ id: 'custom.width', value: width }]),
    ...(links === undefined ? [] : [{ id: 'links', value: links }]),
  ];
}
