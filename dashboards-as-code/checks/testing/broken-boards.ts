/** The desk's boards with something broken in them, for tests that a check sees it. */
import { desk } from '../../../alerts/catalog/desk.ts';
import { boardsOf } from '../../boards.ts';
import { boardFaults } from '../board-faults.ts';
import { renderFault } from '../fault.ts';
import { everyPanel, readSealedBoard, type SealedBoard, type SealedPanel } from '../sealed-board.ts';

type Break = (board: SealedBoard, boards: SealedBoard[]) => void;

/** What the checks say once the 5xx investigation is broken like this; nothing while it is whole. */
export function faultsAfter(breakIt: Break): string[] {
  // Through JSON, as a board is stored: what the SDK holds in memory may have parts that JSON has not.
  const boards = boardsOf([desk]).map((board) => readSealedBoard(JSON.parse(JSON.stringify(board))));
  breakIt(boardNamed(boards, 'desk-errors'), boards);
  return boardFaults(boards, [desk]).map(renderFault);
}

export function boardNamed(boards: readonly SealedBoard[], uid: string): SealedBoard {
  const found = boards.find((board) => board.uid === uid);
  if (found === undefined)
    throw new Error(`no board "${uid}"; there is ${boards.map((board) => board.uid).join(', ')}`);
  return found;
}

export function panelNamed(board: SealedBoard, title: string): SealedPanel {
  const found = everyPanel(board.panels).find((panel) => panel.title === title);
  if (found === undefined) throw new Error(`board "${board.uid}" has no panel "${title}"`);
  return found;
}

/** Changes the text of a panel's first query. */
export function rewrite(board: SealedBoard, title: string, change: (expr: string) => string): void {
  const [target] = panelNamed(board, title).targets;
  if (target === undefined) throw new Error(`panel "${title}" asks nothing`);
  target.expr = change(String(target.expr));
}
