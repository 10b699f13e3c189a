/** Columns that a table names and never gets: Grafana drops the name in silence, and with it the figure. */
import { type Fault, panelPart } from './fault.ts';
import { recordIn, type SealedBoard, type SealedPanel, shownPanels, valueColumn } from './sealed-board.ts';

export function columnFaults(sealed: SealedBoard): Fault[] {
  return shownPanels(sealed)
    .filter(({ type }) => type === 'table')
    .flatMap((panel) =>
      faultsIn(panel).map((words) => ({
        board: sealed.uid,
        part: panelPart(panel.title, panel.id),
        ...words,
      })),
    );
}

function faultsIn({ targets, transformations }: SealedPanel): Pick<Fault, 'what' | 'fix'>[] {
  const given = new Set(targets.map(({ refId }) => valueColumn({ targets }, refId)));
  const fix = `take ${[...given].join(' or ')}`;
  return transformations.flatMap(({ options }) => {
    const named = Object.keys(recordIn(options, 'renameByName'));
    const dropped = new Map(Object.entries(recordIn(options, 'excludeByName')));
    return named.flatMap((field) => {
      if (dropped.get(field) === true)
        return [{ what: `its column "${field}" is both named and left out`, fix: 'do one of them' }];
      return /^Value\b/.test(field) && !given.has(field)
        ? [{ what: `its column "${field}" never arrives from what it asks`, fix }]
        : [];
    });
  });
}
