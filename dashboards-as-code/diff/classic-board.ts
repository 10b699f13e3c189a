/** A board as Grafana's classic JSON, read as far as it takes to compare it; whatever else it holds stays with it. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isObject, type JsonObject, normalise, without } from './json.ts';
import { spoken } from './wording.ts';

const gridPos = z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() });
export type GridPos = z.infer<typeof gridPos>;

const panelSchema = z.looseObject({
  id: z.number().optional(),
  /** Missing where a panel is kept in Grafana's library. */
  type: z.string().optional(),
  title: z.string().optional(),
  gridPos: gridPos.optional(),
});
const boardSchema = z.looseObject({
  uid: z.string().optional(),
  title: z.string().min(1),
  panels: z.array(panelSchema.extend({ panels: z.array(panelSchema).optional() })),
});
type ParsedPanel = z.infer<typeof panelSchema>;

export interface BoardPanel {
  /** Its id where it has one: what links to it name. */
  readonly key: string;
  readonly title: string;
  readonly type: string;
  /** Key of the row above it; "" before the first. */
  readonly section: string;
  readonly at: GridPos;
  readonly json: JsonObject;
}

export interface BoardSection {
  readonly key: string;
  readonly title: string;
  readonly isCollapsed: boolean;
  readonly at: GridPos;
  readonly json: JsonObject;
}

export interface ClassicBoard {
  readonly uid: string;
  readonly title: string;
  readonly sections: readonly BoardSection[];
  readonly panels: readonly BoardPanel[];
  /** All of it, as `contentOf` leaves it: for comparing. */
  readonly content: JsonObject;
  /** All of it, as it came: for writing. */
  readonly json: JsonObject;
}

/** Throws an Error that says where the JSON is from and why it is no classic dashboard. */
export function readBoard(json: unknown, source: string): ClassicBoard {
  if (!isObject(json))
    throw new Error(
      `${source} is no classic dashboard but ${spoken(json)}; name a board's JSON as Grafana exports it.`,
    );
  if (isObject(json.spec) || isObject(json.elements))
    throw new Error(
      `${source} is a board of the v2 schema, not a classic dashboard; Grafana would take it and show an empty board. Name the classic JSON.`,
    );
  const content = contentOf(json);
  const parsed = boardSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(
      `${source} is no classic dashboard (${issue?.path.join('.')}: ${issue?.message}); name a board's JSON as Grafana exports it.`,
      { cause: parsed.error },
    );
  }
  const sections: BoardSection[] = [];
  const panels: BoardPanel[] = [];
  for (const panel of inReadingOrder(parsed.data.panels)) {
    if (panel.type !== 'row') panels.push(panelOf(panel, sections.at(-1)?.key ?? ''));
    else {
      const section = sectionOf(panel);
      sections.push(section);
      // A collapsed row holds its panels itself.
      panels.push(...inReadingOrder(panel.panels ?? []).map((inner) => panelOf(inner, section.key)));
    }
  }
  const { uid = '', title } = parsed.data;
  return { uid, title, sections, panels, content, json };
}

/** What a person decided about a board: all but what Grafana counts itself. */
export function contentOf(board: JsonObject): JsonObject {
  const content = normalise(without(board, ['id', 'version']));
  return isObject(content) ? content : {};
}

/** 32 hexadecimal digits, the same for boards that Grafana shows the same. */
export function contentHash({ content }: ClassicBoard): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}

function panelOf(panel: ParsedPanel, section: string): BoardPanel {
  const { title = '', type = 'library panel', gridPos: place = { x: 0, y: 0, w: 0, h: 0 } } = panel;
  return { key: keyOf(panel), title, type, section, at: place, json: panel };
}

function sectionOf(panel: ParsedPanel): BoardSection {
  const { title = '', gridPos: place = { x: 0, y: 0, w: 24, h: 1 } } = panel;
  return { key: keyOf(panel), title, isCollapsed: panel.collapsed === true, at: place, json: panel };
}

/** Boards that were never saved in Grafana may lack ids; the title is then the best that is known. */
function keyOf({ id, title }: ParsedPanel): string {
  return id === undefined ? `title ${title ?? ''}` : `id ${id}`;
}

function inReadingOrder<P extends ParsedPanel>(panels: readonly P[]): P[] {
  return panels.toSorted(
    ({ gridPos: a }, { gridPos: b }) => (a?.y ?? 0) - (b?.y ?? 0) || (a?.x ?? 0) - (b?.x ?? 0),
  );
}
