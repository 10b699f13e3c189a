/**
 * Ids that Grafana knows, as far as boards here may use them: Grafana takes any text and shows nonsense, or nothing, for
 * one that it does not know. What is missing is added here on purpose, after a look at where Grafana lists it
 * (github.com/grafana/grafana):
 *
 * - units: packages/grafana-data/src/valueFormats/categories.ts
 * - matchers: packages/grafana-data/src/transformations/matchers/ids.ts
 * - override properties: public/app/core/components/OptionsUI/registry.tsx, and each panel's field options as `custom.`
 * - transformations: packages/grafana-data/src/transformations/transformers/ids.ts
 */
import type { PanelUnit } from '../board.ts';

/** What a unit may show, as dimensions of the query (`dimension.ts`); "1" is a ratio. */
export const units = {
  none: ['1', 'item'],
  short: ['1', 'item'],
  locale: ['1', 'item'],
  percentunit: ['1'],
  percent: ['percent'],
  reqps: ['item/second'],
  ops: ['item/second'],
  rps: ['item/second'],
  wps: ['item/second'],
  iops: ['item/second'],
  s: ['second', 'second/item'],
  ms: ['millisecond', 'millisecond/item'],
  dtdurations: ['second', 'second/item'],
  bytes: ['byte', 'byte/item'],
  decbytes: ['byte', 'byte/item'],
  Bps: ['byte/second'],
  binBps: ['byte/second'],
  bool: ['1', 'item'],
  bool_yes_no: ['1', 'item'],
  bool_on_off: ['1', 'item'],
  /** Of milliseconds since 1970. */
  dateTimeAsIso: ['millisecond'],
  dateTimeFromNow: ['millisecond'],
} as const satisfies Record<PanelUnit, readonly string[]> & Record<string, readonly string[]>;

export const overrideMatchers: ReadonlySet<string> = new Set([
  'byName',
  'byNames',
  'byRegexp',
  'byType',
  'byFrameRefID',
  'byValue',
]);

export const overrideProperties: ReadonlySet<string> = new Set([
  'color',
  'decimals',
  'displayName',
  'filterable',
  'links',
  'mappings',
  'max',
  'min',
  'noValue',
  'thresholds',
  'unit',
  'custom.align',
  'custom.axisPlacement',
  'custom.cellOptions',
  'custom.drawStyle',
  'custom.fillBelowTo',
  'custom.fillOpacity',
  'custom.hideFrom',
  'custom.lineStyle',
  'custom.lineWidth',
  'custom.stacking',
  'custom.width',
]);

export const transformations: ReadonlySet<string> = new Set([
  'calculateField',
  'convertFieldType',
  'filterByValue',
  'filterFieldsByName',
  'groupBy',
  'joinByField',
  'labelsToFields',
  'limit',
  'merge',
  'organize',
  'reduce',
  'renameByRegex',
  'seriesToRows',
  'sortBy',
]);
