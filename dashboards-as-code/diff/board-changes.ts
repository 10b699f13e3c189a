/** What changes from one set of boards to another, for the people who look at them. */
import { isDeepStrictEqual } from 'node:util';
import type { BoardPanel, ClassicBoard } from './classic-board.ts';
import { at, differencesBetween, without } from './json.ts';
import { matchBy } from './matched.ts';
import { type Change, links, marks, namedChanges, variables } from './named-changes.ts';
import { panelChanges, spokenPanel } from './panel-changes.ts';
import { movedPanels, placeChanges, sectionChanges } from './place-changes.ts';
import { counted, spokenDifference } from './wording.ts';

export interface BoardChanges {
  readonly uid: string;
  readonly changes: readonly Change[];
}

/** Boards go by their uid; only those that change are listed, in its order. */
export function changesBetweenBoards(
  older: readonly ClassicBoard[],
  newer: readonly ClassicBoard[],
): BoardChanges[] {
  const { added, removed, kept } = matchBy(older, newer, ({ uid }) => uid);
  const whole = (board: ClassicBoard, what: string): BoardChanges => ({
    uid: board.uid,
    changes: [{ subject: `board "${board.title}"`, sentences: [what] }],
  });
  return [
    ...removed.map((board) => whole(board, 'is gone')),
    ...added.map((board) => whole(board, `is new, with ${spokenSize(board)}`)),
    ...kept.map((pair) => ({ uid: pair.newer.uid, changes: changesOf(pair.older, pair.newer) })),
  ]
    .filter(({ changes }) => changes.length > 0)
    .sort((a, b) => (a.uid < b.uid ? -1 : 1));
}

/** Nothing only when both are the same to Grafana. */
export function changesOf(older: ClassicBoard, newer: ClassicBoard): Change[] {
  if (isDeepStrictEqual(older.content, newer.content)) return [];
  const [before, after] = [older.content, newer.content];
  const changes = [
    ...boardItself(older, newer),
    ...namedChanges(variables, at(before, 'templating', 'list'), at(after, 'templating', 'list')),
    ...namedChanges(marks, at(before, 'annotations', 'list'), at(after, 'annotations', 'list')),
    ...namedChanges(links, before.links, after.links),
    ...sectionChanges(older, newer),
    ...panelsOf(older, newer),
  ];
  if (changes.length > 0) return changes;
  // Orders, gaps between panels: what the sentences above leave out is told by its path, never kept quiet.
  return [{ subject: 'the board', sentences: differencesBetween(before, after).map(spokenDifference) }];
}

export function spokenSize({ sections, panels }: ClassicBoard): string {
  return `${counted(panels.length, 'panel')} in ${counted(sections.length, 'section')}`;
}

function boardItself(older: ClassicBoard, newer: ClassicBoard): Change[] {
  const told = ['panels', 'templating.list', 'annotations.list', 'links'];
  const sentences = differencesBetween(without(older.content, told), without(newer.content, told)).map(
    spokenDifference,
  );
  return sentences.length === 0 ? [] : [{ subject: 'the board', sentences }];
}

function panelsOf(older: ClassicBoard, newer: ClassicBoard): Change[] {
  const { added, removed, kept } = matchBy(older.panels, newer.panels, ({ key }) => key);
  const moved = movedPanels(older, newer);
  const relinked = added.filter((panel) => removed.some(({ title }) => title === panel.title));
  const isRelinked = ({ title }: BoardPanel): boolean => relinked.some((panel) => panel.title === title);
  return [
    ...removed.filter((panel) => !isRelinked(panel)).map((panel) => change(panel, ['is gone'])),
    ...added
      .filter((panel) => !isRelinked(panel))
      .map((panel) =>
        change(panel, [`is new: a ${spokenPanel(panel)} in ${moved.sectionName(panel.section)}`]),
      ),
    ...relinked.map((panel) => {
      const before = removed.find(({ title }) => title === panel.title) ?? panel;
      return change(panel, [
        `goes by another ${before.key.split(' ')[0]} (${before.key} -> ${panel.key}): links to it open nothing any more`,
        ...panelChanges(before, panel),
      ]);
    }),
    ...kept
      .map((pair) =>
        change(pair.older, [
          ...panelChanges(pair.older, pair.newer),
          ...placeChanges(pair.older, pair.newer, moved),
        ]),
      )
      .filter(({ sentences }) => sentences.length > 0),
  ];
}

function change({ title, key }: BoardPanel, sentences: readonly string[]): Change {
  return { subject: title === '' ? `panel with ${key}` : `panel "${title}"`, sentences };
}
