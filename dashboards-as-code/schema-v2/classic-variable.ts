/** A variable of a sealed classic board, read back. Closed: an unlisted key or kind is refused. */
import { z } from 'zod';
import { datasource } from './classic-panel.ts';

const option = z.strictObject({
  selected: z.boolean().exactOptional(),
  text: z.union([z.string(), z.array(z.string())]),
  value: z.union([z.string(), z.array(z.string())]),
});

const everyKind = {
  name: z.string().min(1),
  label: z.string().exactOptional(),
  description: z.string().exactOptional(),
  /** 0 shown, 1 without its label, 2 not at all. */
  hide: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(0),
  skipUrlSync: z.boolean().default(false),
  current: option.exactOptional(),
  options: z.array(option).default([]),
  // The SDK writes what only some kinds have on every kind.
  multi: z.boolean().default(false),
  includeAll: z.boolean().default(false),
  allValue: z.string().exactOptional(),
  allowCustomValue: z.boolean().default(true),
  auto: z.boolean().default(false),
  auto_min: z.string().default('10s'),
  auto_count: z.int().default(30),
};

/** Positions in Grafana's classic lists; their v2 names are in variables.ts. */
const refresh = z.union([z.literal(0), z.literal(1), z.literal(2)]).default(0);
const sort = z.int().min(0).max(8).default(0);

export const classicVariable = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('query'),
    ...everyKind,
    datasource,
    query: z.union([z.string(), z.looseObject({ query: z.string() })]),
    definition: z.string().exactOptional(),
    regex: z.string().default(''),
    refresh,
    sort,
  }),
  z.strictObject({
    type: z.literal('datasource'),
    ...everyKind,
    /** The kind of datasource to choose from. */
    query: z.string(),
    regex: z.string().default(''),
    refresh,
  }),
  z.strictObject({ type: z.literal('custom'), ...everyKind, query: z.string() }),
  z.strictObject({ type: z.literal('interval'), ...everyKind, query: z.string(), refresh }),
  z.strictObject({ type: z.literal('textbox'), ...everyKind, query: z.string() }),
  z.strictObject({ type: z.literal('constant'), ...everyKind, query: z.string() }),
]);
export type ClassicVariable = z.infer<typeof classicVariable>;
