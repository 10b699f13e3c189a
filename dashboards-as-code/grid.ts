/** Where panels lie on Grafana's grid of 24 columns. Grafana shuffles what overflows, so an overflow is refused here. */
import type { GridPos } from '@grafana/grafana-foundation-sdk/dashboard';
import { type PanelModel, type PlacedPanel, place, type Section } from './board.ts';

export const columns = 24;

export interface LaidOutSection {
  readonly section: Section;
  readonly row: GridPos;
  readonly panels: readonly { readonly panel: PlacedPanel; readonly at: GridPos }[];
}

/** Panels side by side until a line is full. Throws an Error that names board, panel and fix when one sticks out. */
export function layOut(boardUid: string, sections: readonly Section[]): LaidOutSection[] {
  let y = 0;
  return sections.map((section) => {
    const row = { x: 0, y, w: columns, h: 1 };
    y += 1;
    let x = 0;
    let lineHeight = 0;
    const panels = section.panels.map((panel) => {
      if (!(panel.width > 0) || x + panel.width > columns)
        throw new Error(
          `board "${boardUid}", panel "${panel.slug}": its width of ${panel.width} does not fit behind column ${x} of ${columns}; make the widths of each line of section "${section.slug}" add up to ${columns}.`,
        );
      const at = { x, y, w: panel.width, h: panel.height };
      x += panel.width;
      lineHeight = Math.max(lineHeight, panel.height);
      if (x === columns) {
        y += lineHeight;
        x = 0;
        lineHeight = 0;
      }
      return { panel, at };
    });
    y += lineHeight;
    return { section, row, panels };
  });
}

/** Whole lines of up to three panels of one height, as wide as each other: however many a service has, no line has a hole. */
export function sideBySide(panels: readonly PanelModel[], height: number): PlacedPanel[] {
  const rows = Math.ceil(panels.length / 3);
  const perRow = Array.from({ length: rows }, (_, row) =>
    panels.slice(Math.round((row * panels.length) / rows), Math.round(((row + 1) * panels.length) / rows)),
  );
  return perRow.flatMap((row) => row.map((panel) => place(panel, columns / row.length, height)));
}
