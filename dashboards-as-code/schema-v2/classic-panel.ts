/** A panel and a row of a sealed classic board, read back. Closed: an unlisted key is refused. */
import { z } from 'zod';
import { fieldConfig, matcher } from './classic-field-config.ts';

/** 0 and nothing are the SDK's "no id yet"; Grafana would number the panel by its position. */
const id = z.int().positive();

export const datasource = z.strictObject({ type: z.string(), uid: z.string() });

/** Everything else in it is the datasource's own. */
export const target = z.looseObject({
  refId: z.string().min(1),
  datasource: datasource.exactOptional(),
  hide: z.boolean().exactOptional(),
});

const gridPos = z.strictObject({ x: z.int(), y: z.int(), w: z.int(), h: z.int() });

/** v2 has only these three of it: a url must carry time and variables itself. */
const panelLink = z.strictObject({
  title: z.string(),
  url: z.string(),
  targetBlank: z.boolean().exactOptional(),
  type: z.literal('link').default('link'),
  includeVars: z.literal(false).default(false),
  keepTime: z.literal(false).default(false),
  asDropdown: z.literal(false).default(false),
  icon: z.literal('').default(''),
  tooltip: z.literal('').default(''),
  tags: z.array(z.never()).default([]),
});

const panel = z.strictObject({
  id,
  type: z.string(),
  title: z.string(),
  description: z.string().exactOptional(),
  transparent: z.boolean().exactOptional(),
  pluginVersion: z.string().exactOptional(),
  gridPos,
  datasource: datasource.exactOptional(),
  targets: z.array(target).default([]),
  transformations: z
    .array(
      z.strictObject({
        id: z.string(),
        disabled: z.boolean().exactOptional(),
        filter: matcher.exactOptional(),
        topic: z.enum(['series', 'annotations', 'alertStates']).exactOptional(),
        options: z.unknown(),
      }),
    )
    .default([]),
  /** At the panel's title; where a click on a value leads is in the field config. */
  links: z.array(panelLink).default([]),
  options: z.record(z.string(), z.unknown()).default({}),
  fieldConfig: fieldConfig.default({ defaults: {}, overrides: [] }),
  repeat: z.string().exactOptional(),
  repeatDirection: z.enum(['h', 'v']).exactOptional(),
  maxPerRow: z.int().positive().exactOptional(),
  maxDataPoints: z.int().positive().exactOptional(),
  interval: z.string().exactOptional(),
  timeFrom: z.string().exactOptional(),
  timeShift: z.string().exactOptional(),
  timeCompare: z.string().exactOptional(),
  hideTimeOverride: z.boolean().exactOptional(),
  cacheTimeout: z.string().exactOptional(),
  queryCachingTTL: z.int().exactOptional(),
});
export type ClassicPanel = z.infer<typeof panel>;

const row = z.strictObject({
  id,
  type: z.literal('row'),
  title: z.string().default(''),
  collapsed: z.boolean(),
  gridPos,
  repeat: z.string().exactOptional(),
  /** Of a collapsed row; those of an open one follow it. */
  panels: z.array(panel),
});
export type ClassicRow = z.infer<typeof row>;

const isRow = z.looseObject({ type: z.literal('row') });
/** Not a union: its error would tell of both and name neither's key. */
export function panelSchemaOf(value: unknown): typeof row | typeof panel {
  return isRow.safeParse(value).success ? row : panel;
}
