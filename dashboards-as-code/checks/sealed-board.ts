/** What the checks read of a board's classic JSON. Loose on purpose: what is missing or odd is a fault, not a throw. */
import { z } from 'zod';

const link = z.looseObject({ title: z.string().default(''), url: z.string().default('') });

const override = z.looseObject({
  matcher: z.looseObject({ id: z.string(), options: z.unknown() }),
  properties: z.array(z.looseObject({ id: z.string(), value: z.unknown() })).default([]),
});

const datasource = z.looseObject({ type: z.string(), uid: z.string() });

const target = z.looseObject({
  refId: z.string().default(''),
  datasource: datasource.optional(),
  legendFormat: z.string().optional(),
  format: z.string().optional(),
});

const gridPos = z.looseObject({ x: z.number(), y: z.number(), w: z.number(), h: z.number() });

const panel = z.looseObject({
  id: z.number().optional(),
  type: z.string(),
  title: z.string().default(''),
  description: z.string().default(''),
  gridPos: gridPos.optional(),
  datasource: datasource.optional(),
  targets: z.array(target).default([]),
  fieldConfig: z
    .looseObject({
      defaults: z.looseObject({ unit: z.string().optional(), noValue: z.string().optional() }).default({}),
      overrides: z.array(override).default([]),
    })
    .default({ defaults: {}, overrides: [] }),
  options: z
    .looseObject({ legend: z.looseObject({ showLegend: z.boolean().optional() }).optional() })
    .default({}),
  transformations: z.array(z.looseObject({ id: z.string(), options: z.unknown() })).default([]),
  /** Of a row: what it hides while it is collapsed. */
  panels: z.array(z.unknown()).default([]),
});
export type SealedPanel = z.infer<typeof panel>;

const mark = z.looseObject({
  name: z.string(),
  datasource: datasource.optional(),
  titleFormat: z.string().default(''),
  textFormat: z.string().default(''),
  /** Labels, with commas between them. */
  tagKeys: z.string().default(''),
});

const board = z.looseObject({
  uid: z.string().default(''),
  title: z.string().default(''),
  description: z.string().default(''),
  panels: z.array(panel).default([]),
  links: z.array(link).default([]),
  templating: z
    .looseObject({
      list: z.array(z.looseObject({ name: z.string(), type: z.string().default('query') })).default([]),
    })
    .default({ list: [] }),
  annotations: z
    .looseObject({
      list: z.array(mark).default([]),
    })
    .default({ list: [] }),
});
export type SealedBoard = z.infer<typeof board>;

export function readSealedBoard(json: unknown): SealedBoard {
  return board.parse(json);
}

/** All panels and rows, those inside of rows too. */
export function everyPanel(panels: readonly SealedPanel[]): SealedPanel[] {
  return panels.flatMap((outer) => [outer, ...everyPanel(panelsInside(outer))]);
}

export function panelsInside({ panels }: SealedPanel): SealedPanel[] {
  return panels.length === 0 ? [] : z.array(panel).parse(panels);
}

/** Panels that show something; a row only heads them. */
export function shownPanels(sealed: SealedBoard): SealedPanel[] {
  return everyPanel(sealed.panels).filter(({ type }) => type !== 'row');
}

export function variableNames({ templating }: SealedBoard): string[] {
  return templating.list.map(({ name }) => name);
}

/** Every text under the key `url`, wherever it lies. */
export function urlsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'url' && typeof inner === 'string' ? [inner] : urlsIn(inner),
  );
}

/** The object under a key of what may hold anything; an empty one where there is none. */
/** What Grafana's Prometheus datasource calls the values of a table's query: bare where it is the only one. */
export function valueColumn({ targets }: Pick<SealedPanel, 'targets'>, refId: string): string {
  return targets.length === 1 ? 'Value' : `Value #${refId}`;
}

export function recordIn(value: unknown, key: string): object {
  const inner: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof inner === 'object' && inner !== null ? inner : {};
}
