/** For tests: a push of two of the catalog's boards to a fake Grafana, and what it said. */
import { type ClassicBoard, readBoard } from '../../diff/classic-board.ts';
import { renderedBoards } from '../../diff/rendered-boards.ts';
import type { Connection } from '../connection.ts';
import { type PushOptions, pushBoards } from '../push.ts';

export interface PushRun {
  readonly exitCode: number;
  readonly lines: readonly string[];
  readonly last: string;
}

export async function runPushOf(
  boards: readonly ClassicBoard[],
  connection: Connection,
  options: Partial<PushOptions> = {},
): Promise<PushRun> {
  const lines: string[] = [];
  const folder = { uid: 'tocsin', title: 'Tocsin' };
  const ordinary = { boards, folder, message: 'For a test', mayOverwriteEdits: false, isDryRun: false };
  const exitCode = await pushBoards(connection, { ...ordinary, ...options }, (line) => lines.push(line));
  return { exitCode, lines, last: lines.at(-1) ?? '' };
}

/** Two boards, as different as the catalog has them. */
export async function twoBoards(): Promise<[ClassicBoard, ClassicBoard]> {
  const boards = await renderedBoards();
  const [first, second] = ['desk-overview', 'desk-errors'].map((uid) =>
    boards.find((board) => board.uid === uid),
  );
  if (first === undefined || second === undefined) throw new Error('the catalog has no desk any more');
  return [first, second];
}

/** The catalog's boards as they will be after a change of their titles. */
export function retitled(boards: readonly ClassicBoard[]): ClassicBoard[] {
  return boards.map(({ uid, json }) => readBoard({ ...json, title: `${json.title}, changed` }, uid));
}
