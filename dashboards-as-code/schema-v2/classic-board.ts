/**
 * A sealed classic board read back as plain JSON with known keys, which the v2 schema is made from. What is not known here
 * would be lost on the way without a word, so it is refused.
 */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { z } from 'zod';
import { classicAnnotation } from './classic-annotation.ts';
import { type ClassicPanel, type ClassicRow, panelSchemaOf } from './classic-panel.ts';
import { classicVariable } from './classic-variable.ts';

const link = z.strictObject({
  title: z.string(),
  type: z.enum(['link', 'dashboards']),
  icon: z.string(),
  tooltip: z.string(),
  url: z.string().exactOptional(),
  tags: z.array(z.string()),
  asDropdown: z.boolean(),
  targetBlank: z.boolean(),
  includeVars: z.boolean(),
  keepTime: z.boolean(),
});

const board = z.strictObject({
  uid: z.string().min(1),
  title: z.string(),
  description: z.string().exactOptional(),
  tags: z.array(z.string()).default([]),
  editable: z.boolean().exactOptional(),
  /** Of the classic schema itself; v2 has its version in apiVersion. */
  schemaVersion: z.int(),
  graphTooltip: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(0),
  time: z.strictObject({ from: z.string(), to: z.string() }),
  timezone: z.string().exactOptional(),
  refresh: z.string().default(''),
  fiscalYearStartMonth: z.int().default(0),
  weekStart: z.enum(['saturday', 'monday', 'sunday']).exactOptional(),
  timepicker: z
    .strictObject({
      hidden: z.boolean().exactOptional(),
      refresh_intervals: z.array(z.string()).exactOptional(),
      nowDelay: z.string().exactOptional(),
    })
    .default({}),
  liveNow: z.boolean().exactOptional(),
  preload: z.boolean().default(false),
  links: z.array(link).default([]),
  annotations: z.strictObject({ list: z.array(z.unknown()).default([]) }),
  templating: z.strictObject({ list: z.array(z.unknown()).default([]) }),
  panels: z.array(z.unknown()).default([]),
});
export type ClassicBoard = Omit<z.infer<typeof board>, 'annotations' | 'templating' | 'panels'> & {
  readonly annotations: readonly z.infer<typeof classicAnnotation>[];
  readonly variables: readonly z.infer<typeof classicVariable>[];
  readonly panels: readonly (ClassicPanel | ClassicRow)[];
};

/** Throws an Error that names the board, the panel (or variable or mark) and the key. */
export function readClassicBoard(sealed: Dashboard): ClassicBoard {
  // As it is written: without functions and without keys that are undefined.
  const json: unknown = JSON.parse(JSON.stringify(sealed));
  const where = `board "${sealed.uid}"`;
  const { annotations, templating, panels, ...rest } = readPart(board, json, () => where);
  return {
    ...rest,
    annotations: annotations.list.map((mark) =>
      readPart(classicAnnotation, mark, () => `${where}, mark ${nameOf(mark)}`),
    ),
    variables: templating.list.map((variable) =>
      readPart(classicVariable, variable, () => `${where}, variable ${nameOf(variable)}`),
    ),
    panels: panels.map((panel) =>
      readPart(panelSchemaOf(panel), panel, () => `${where}, panel ${nameOf(panel)}`),
    ),
  };
}

/** `where` is asked only when something is wrong: there are many parts, and nearly all of them are right. */
function readPart<T extends z.ZodType>(schema: T, value: unknown, where: () => string): z.infer<T> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new Error(
    `${where()} cannot be told in the v2 schema: ${z.prettifyError(read.error)}\nMend it, or teach dashboards-as-code/schema-v2 what the key is in v2.`,
    { cause: read.error },
  );
}

const named = z.looseObject({
  name: z.string().optional(),
  title: z.string().optional(),
  id: z.number().optional(),
});

function nameOf(part: unknown): string {
  const { name, title, id } = named.safeParse(part).data ?? {};
  return `"${name ?? title ?? 'without a name'}"${id === undefined ? '' : ` (${id})`}`;
}
