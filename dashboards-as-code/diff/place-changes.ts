/**
 * Where panels and sections lie, as a person sees it: in which section, before which panel, how wide. That everything
 * below a new panel lies a little lower is no change.
 */
import type { BoardPanel, BoardSection, ClassicBoard } from './classic-board.ts';
import { matchBy, movedKeys } from './matched.ts';
import type { Change } from './named-changes.ts';

export function placeChanges(older: BoardPanel, newer: BoardPanel, moved: MovedPanels): string[] {
  const { x, w, h } = newer.at;
  const sentences = [];
  if (older.section !== newer.section) sentences.push(`moves to ${moved.sectionName(newer.section)}`);
  else if (moved.keys.has(newer.key))
    sentences.push(`moves to another place in ${moved.sectionName(newer.section)}`);
  else if (older.at.x !== x) sentences.push(`moves from column ${older.at.x} to ${x}`);
  if (older.at.w !== w || older.at.h !== h)
    sentences.push(`is ${w} wide and ${h} high, not ${older.at.w} and ${older.at.h}`);
  return sentences;
}

export interface MovedPanels {
  /** Panels that come at another turn in their section. */
  readonly keys: ReadonlySet<string>;
  readonly sectionName: (key: string) => string;
}

export function movedPanels(older: ClassicBoard, newer: ClassicBoard): MovedPanels {
  const { kept } = matchBy(older.panels, newer.panels, ({ key }) => key);
  const stayed = new Set(
    kept.filter((pair) => pair.older.section === pair.newer.section).map((pair) => pair.newer.key),
  );
  const keys = new Set<string>();
  for (const section of ['', ...newer.sections.map(({ key }) => key)]) {
    const orderIn = (board: ClassicBoard): string[] =>
      board.panels
        .filter((panel) => panel.section === section && stayed.has(panel.key))
        .map(({ key }) => key);
    for (const key of movedKeys(orderIn(older), orderIn(newer))) keys.add(key);
  }
  return {
    keys,
    sectionName: (key) => {
      const found = newer.sections.find((section) => section.key === key);
      return found === undefined ? 'the top of the board' : spokenSection(found);
    },
  };
}

/** What changes about the rows themselves. */
export function sectionChanges(older: ClassicBoard, newer: ClassicBoard): Change[] {
  const { added, removed, kept } = matchBy(older.sections, newer.sections, ({ key }) => key);
  const moved = movedKeys(
    older.sections.map(({ key }) => key).filter((key) => kept.some((pair) => pair.older.key === key)),
    kept.map((pair) => pair.newer.key),
  );
  const changed = kept.map((pair) => ({
    subject: spokenSection(pair.older),
    sentences: [
      ...(pair.older.title === pair.newer.title ? [] : [`is now called "${pair.newer.title}"`]),
      ...(pair.older.isCollapsed === pair.newer.isCollapsed
        ? []
        : [pair.newer.isCollapsed ? 'is collapsed at first' : 'is open at first']),
      ...(moved.has(pair.newer.key) ? ['moves to another place on the board'] : []),
    ],
  }));
  return [
    ...removed.map((section) => ({ subject: spokenSection(section), sentences: ['is gone'] })),
    ...added.map((section) => ({ subject: spokenSection(section), sentences: ['is new'] })),
    ...changed.filter(({ sentences }) => sentences.length > 0),
  ];
}

export function spokenSection({ title }: BoardSection): string {
  return `section "${title}"`;
}
