/** What every panel must say of itself, for the person who opens it at 03:12. */
import { type Fault, panelPart } from './fault.ts';
import { everyPanel, type SealedBoard, type SealedPanel, shownPanels } from './sealed-board.ts';

/** Characters. Less cannot say how to read it and what to do next; more is not read. */
export const descriptionLength = { least: 80, most: 700 } as const;

export function panelFaults(sealed: SealedBoard): Fault[] {
  const { uid: board } = sealed;
  return [
    ...shownPanels(sealed).flatMap((panel) =>
      sayings(panel).map((words) => ({ board, part: panelPart(panel.title, panel.id), ...words })),
    ),
    ...numberFaults(sealed),
    ...twiceIn(shownPanels(sealed).map(({ title }) => title)).map((title) => ({
      board,
      part: panelPart(title, undefined),
      what: 'two panels have this title, and nobody can say which one is meant',
      fix: 'rename one',
    })),
  ];
}

type Words = Pick<Fault, 'what' | 'fix'>;

function sayings(panel: SealedPanel): Words[] {
  const { title, description, fieldConfig, targets, datasource, type, options } = panel;
  const { unit, noValue = '' } = fieldConfig.defaults;
  const { least, most } = descriptionLength;
  const faults: (Words | false)[] = [
    !/[?.]$/.test(title) && {
      what: `its title "${title}" asks and claims nothing`,
      fix: 'write a question with "?" or a claim with "."',
    },
    (description.length < least || description.length > most) && {
      what: `its description has ${description.length} characters`,
      fix: `say in ${least} to ${most} how to read it and what to do next`,
    },
    unit === undefined && { what: 'it has no unit', fix: 'give it one; "none" is one too' },
    noValue.trim() === '' && {
      what: 'it does not say what it means that there is nothing to show',
      fix: 'give it a noValue text',
    },
    datasource === undefined && { what: 'it has no datasource', fix: 'give it the one that its targets ask' },
    targets.length === 0 && { what: 'it asks nothing', fix: 'give it a target, or take it out' },
    ...targets.map(
      (target) =>
        target.datasource === undefined && {
          what: `target ${target.refId} has no datasource`,
          fix: 'give it one',
        },
    ),
    ...twiceIn(targets.map(({ refId }) => refId)).map((refId) => ({
      what: `two targets have the refId "${refId}"`,
      fix: 'name one of them otherwise',
    })),
    targets.some(({ refId }) => refId === '') && { what: 'a target has no refId', fix: 'give it one' },
    type === 'timeseries' &&
      options.legend?.showLegend !== true && {
        what: 'its legend is off, so nobody knows which line is which',
        fix: 'set options.legend.showLegend',
      },
  ];
  return faults.filter((fault) => fault !== false);
}

/** Links, alerts and reviews point at panels by their ids, wherever the panel lies. */
function numberFaults(sealed: SealedBoard): Fault[] {
  const all = everyPanel(sealed.panels);
  const named = (panel: SealedPanel): Pick<Fault, 'board' | 'part'> => ({
    board: sealed.uid,
    part: `${panel.type === 'row' ? 'row' : 'panel'} "${panel.title}"`,
  });
  const numbered = all.flatMap((panel) => {
    const { id } = panel;
    if (id !== undefined && Number.isSafeInteger(id) && id > 0) return [];
    return [
      {
        ...named(panel),
        what: `its id is ${id ?? 'missing'}, so Grafana numbers it by its place and links miss it`,
        fix: 'give it a stable whole number above 0',
      },
    ];
  });
  const shared = all.flatMap((panel, index) => {
    const other = all.slice(0, index).find(({ id }) => id !== undefined && id === panel.id);
    return other === undefined
      ? []
      : [
          {
            ...named(panel),
            what: `its id ${panel.id} is also that of "${other.title}"`,
            fix: 'rename one slug',
          },
        ];
  });
  return [...numbered, ...shared];
}

/** What is there more than once, each named once. */
export function twiceIn(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
