/** A board as sections of panels with names and places of their own, and notes on what stays behind. */
import { panelId } from '../../alerts/links.ts';
import type { BoardPanel, BoardSection, ClassicBoard } from '../diff/classic-board.ts';
import { at, type JsonObject, objectsIn, without } from '../diff/json.ts';
import { counted, spoken } from '../diff/wording.ts';
import { columns } from '../grid.ts';
import { leavesOf } from './left-over.ts';
import { type PulledPanel, pullPanel } from './pulled-panel.ts';
import { camelCase, slugOf } from './typescript.ts';

export interface NamedPanel extends PulledPanel {
  readonly slug: string;
  readonly functionName: string;
  readonly width: number;
  readonly height: number;
}

export interface PulledSection {
  readonly slug: string;
  readonly title: string;
  readonly panels: readonly NamedPanel[];
  /** Of the row, and of panels that stay behind. */
  readonly notes: readonly string[];
}

export interface PulledBoard {
  readonly title: string;
  readonly uid: string;
  readonly sections: readonly PulledSection[];
  readonly notes: readonly string[];
}

export function pullBoard(board: ClassicBoard): PulledBoard {
  const names = new Names();
  const first: BoardSection = {
    key: '',
    title: board.title,
    isCollapsed: false,
    at: { x: 0, y: 0, w: columns, h: 1 },
    json: {},
  };
  const sections = [first, ...board.sections]
    .map((section) => ({ section, panels: board.panels.filter((panel) => panel.section === section.key) }))
    // A row without panels still says something; the top of a board that begins with a row does not.
    .filter(({ section, panels }) => section.key !== '' || panels.length > 0);
  return {
    title: board.title,
    uid: board.uid,
    sections: sections.map(({ section, panels }) => pullSection(section, panels, names)),
    notes: boardNotes(board.content),
  };
}

function pullSection(section: BoardSection, panels: readonly BoardPanel[], names: Names): PulledSection {
  const notes = [
    ...(section.isCollapsed ? ['it is collapsed at first; sections here are open'] : []),
    ...leavesOf(
      without(section.json, ['id', 'type', 'title', 'gridPos', 'panels', 'collapsed', 'targets']),
    ).map(({ path, value }) => `${path} ${spoken(value)}`),
  ];
  const carried: { panel: BoardPanel; pulled: PulledPanel }[] = [];
  for (const panel of panels) {
    const pulled = pullPanel(panel);
    if ('reason' in pulled) notes.push(...leftBehind(panel, pulled.reason));
    else carried.push({ panel, pulled });
  }
  const widths = filledWidths(carried.map(({ panel }) => panel.at.w));
  const { slug } = names.next(section.title, 'section', 'row-');
  return {
    slug,
    title: section.title || 'Untitled',
    panels: carried.map(({ panel, pulled }, index) => {
      const { w, h } = panel.at;
      const width = widths[index] ?? w;
      const stretched =
        width === w ? [] : [`it is ${w} columns wide; ${width} here, so that its line is full`];
      return {
        ...pulled,
        ...names.next(pulled.title, 'panel', ''),
        width,
        height: h > 0 ? h : 8,
        notes: [...pulled.notes, ...stretched],
      };
    }),
    notes,
  };
}

/** A panel that stays behind is told with its queries, so that nothing has to be looked up again. */
function leftBehind({ title, type, at: place, json }: BoardPanel, reason: string): string[] {
  return [
    `panel "${title}" (${type}, ${place.w} by ${place.h}): ${reason}`,
    ...objectsIn(json.targets).map(
      (target) =>
        `panel "${title}": query ${spoken(String(target.refId ?? ''))}: ${typeof target.expr === 'string' ? target.expr : spoken(without(target, ['refId']))}`,
    ),
  ];
}

/** Panels side by side until a line is full; the last of a line that leaves a gap is stretched over it. */
function filledWidths(widths: readonly number[]): number[] {
  const filled: number[] = [];
  let x = 0;
  for (const [index, wanted] of widths.entries()) {
    const width = wanted > 0 && wanted <= columns ? wanted : columns / 2;
    const next = widths[index + 1];
    const end = x + width;
    const isLast = end < columns && next !== undefined && end + next > columns;
    filled.push(isLast ? columns - x : width);
    x = isLast || end >= columns ? 0 : end;
  }
  return filled;
}

function boardNotes(content: JsonObject): string[] {
  const named = (list: unknown, noun: string): string[] =>
    objectsIn(list).map(
      (item) =>
        `${noun} "${String(item.name ?? item.title ?? '')}": ${spoken(at(item, 'query', 'query') ?? item.query ?? at(item, 'target', 'expr') ?? item.expr ?? item.url ?? item.type)}`,
    );
  const marks = objectsIn(at(content, 'annotations', 'list')).filter(({ builtIn }) => builtIn !== 1);
  const rest = without(content, [
    'uid',
    'title',
    'panels',
    'schemaVersion',
    'templating',
    'annotations',
    'links',
    'editable',
  ]);
  return [
    ...named(at(content, 'templating', 'list'), 'variable'),
    ...named(marks, 'mark'),
    ...named(content.links, 'link'),
    ...leavesOf(rest)
      .filter(({ value }) => value !== 0)
      .map(({ path, value }) => `${path} ${spoken(value)}`),
  ];
}

/** Hands out slugs whose panel ids, and functions whose names, nobody has yet. */
class Names {
  readonly #ids = new Set<number>();
  readonly #functions = new Set<string>();

  next(title: string, noun: string, prefix: string): { slug: string; functionName: string } {
    const base = slugOf(title) || noun;
    for (let attempt = 1; ; attempt++) {
      const slug = attempt === 1 ? base : `${base}-${attempt}`;
      const functionName = `${camelCase(slug)}${noun === 'panel' ? 'Panel' : 'Section'}`;
      const id = panelId(`${prefix}${slug}`);
      if (this.#ids.has(id) || this.#functions.has(functionName)) continue;
      this.#ids.add(id);
      this.#functions.add(functionName);
      return { slug, functionName };
    }
  }
}

/** Every note with what it is about, for the person at the terminal. */
export function allNotes({ notes, sections }: PulledBoard): string[] {
  return [
    ...notes,
    ...sections.flatMap((section) => [
      ...section.notes.map((note) => `section "${section.title}": ${note}`),
      ...section.panels.flatMap((panel) => panel.notes.map((note) => `panel "${panel.title}": ${note}`)),
    ]),
  ];
}

export function spokenPull({ sections }: PulledBoard): string {
  const panels = sections.flatMap((section) => section.panels);
  return `${counted(panels.length, 'panel')} in ${counted(sections.length, 'section')}`;
}
