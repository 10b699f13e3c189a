/** Where the panels of a board lie in the v2 schema: a row a section, and in each a grid that begins at its own top. */
import type {
  GridLayoutItemKind,
  RowsLayoutKind,
  RowsLayoutRowKind,
} from '@grafana/schema/apis/dashboard.grafana.app/v2beta1';
import type { ClassicPanel, ClassicRow } from './classic-panel.ts';
import { elementName } from './panel.ts';

export interface ClassicSection {
  /** undefined for panels above the first row. */
  readonly row: ClassicRow | undefined;
  readonly panels: readonly ClassicPanel[];
}

/** The panels of an open row follow it, those of a collapsed one lie in it. */
export function sectionsOf(panels: readonly (ClassicPanel | ClassicRow)[]): ClassicSection[] {
  const sections: { row: ClassicRow | undefined; panels: ClassicPanel[] }[] = [];
  for (const panel of panels) {
    if (isRow(panel)) sections.push({ row: panel, panels: [...panel.panels] });
    else {
      const last = sections.at(-1);
      if (last === undefined) sections.push({ row: undefined, panels: [panel] });
      else last.panels.push(panel);
    }
  }
  return sections;
}

function isRow(panel: ClassicPanel | ClassicRow): panel is ClassicRow {
  return 'collapsed' in panel;
}

export function rowsLayout(boardUid: string, sections: readonly ClassicSection[]): RowsLayoutKind {
  return { kind: 'RowsLayout', spec: { rows: sections.map((section) => rowKind(boardUid, section)) } };
}

function rowKind(boardUid: string, { row, panels }: ClassicSection): RowsLayoutRowKind {
  const top = row === undefined ? 0 : row.gridPos.y + row.gridPos.h;
  const items = panels.map((panel) => gridItem(boardUid, panel, top));
  return {
    kind: 'RowsLayoutRow',
    spec: {
      title: row?.title ?? '',
      collapse: row?.collapsed ?? false,
      ...(row === undefined ? { hideHeader: true } : {}),
      ...(row?.repeat === undefined ? {} : { repeat: { mode: 'variable', value: row.repeat } }),
      layout: { kind: 'GridLayout', spec: { items } },
    },
  };
}

function gridItem(boardUid: string, panel: ClassicPanel, top: number): GridLayoutItemKind {
  const { id, title, gridPos, repeat, repeatDirection, maxPerRow } = panel;
  if (gridPos.y < top)
    throw new Error(
      `board "${boardUid}", panel "${title}" (${id}): it lies at line ${gridPos.y}, above line ${top} where its section begins; lay the board out from top to bottom.`,
    );
  return {
    kind: 'GridLayoutItem',
    spec: {
      x: gridPos.x,
      y: gridPos.y - top,
      width: gridPos.w,
      height: gridPos.h,
      element: { kind: 'ElementReference', name: elementName(id) },
      ...(repeat === undefined
        ? {}
        : {
            repeat: {
              mode: 'variable',
              value: repeat,
              ...(repeatDirection === undefined ? {} : { direction: repeatDirection }),
              ...(maxPerRow === undefined ? {} : { maxPerRow }),
            },
          }),
    },
  };
}
