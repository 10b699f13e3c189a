/** Grafana shuffles what sticks out of its grid or lies on something else, and the board is another on every screen. */
import { columns } from '../grid.ts';
import { type Fault, panelPart } from './fault.ts';
import { panelsInside, type SealedBoard, type SealedPanel } from './sealed-board.ts';

export function placementFaults(sealed: SealedBoard): Fault[] {
  // What a row hides lies where the next rows are while it is collapsed.
  return [sealed.panels, ...sealed.panels.map(panelsInside)].flatMap((panels) =>
    groupFaults(sealed.uid, panels),
  );
}

function groupFaults(board: string, panels: readonly SealedPanel[]): Fault[] {
  const taken = new Map<string, string>();
  return panels.flatMap(({ gridPos, title, id }) => {
    const place = { board, part: panelPart(title, id) };
    if (gridPos === undefined)
      return [{ ...place, what: 'it has no place on the grid', fix: 'give it a gridPos' }];
    const { x, y, w, h } = gridPos;
    if (![x, y, w, h].every(Number.isInteger) || x < 0 || y < 0 || w < 1 || h < 1 || x + w > columns)
      return [
        {
          ...place,
          what: `it lies at column ${x} and is ${w} wide, ${h} high at line ${y}, outside of the grid of ${columns} columns`,
          fix: `make the widths of its line add up to ${columns}`,
        },
      ];
    const others = new Set<string>();
    for (let column = x; column < x + w; column++)
      for (let line = y; line < y + h; line++) {
        const cell = `${column},${line}`;
        const other = taken.get(cell);
        if (other !== undefined) others.add(other);
        taken.set(cell, title);
      }
    return [...others].map((other) => ({
      ...place,
      what: `it lies on panel "${other}"`,
      fix: 'move one of them',
    }));
  });
}
