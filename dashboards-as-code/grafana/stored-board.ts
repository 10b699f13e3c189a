/** A board as Grafana has it, and who wrote what it holds. */
import { type ClassicBoard, readBoard } from '../diff/classic-board.ts';
import { type BoardAnswer, readBoardByUid, readVersion } from './api.ts';
import type { Connection } from './connection.ts';
import { isPushed } from './content-mark.ts';

export interface StoredBoard {
  readonly board: ClassicBoard;
  readonly version: number;
  /** "" is the top. */
  readonly folderUid: string;
  readonly folderTitle: string;
  /** The file that Grafana provisions it from. */
  readonly provisionedFrom: string | undefined;
  readonly canSave: boolean;
}

export type Origin =
  | { readonly kind: 'pushed' }
  | {
      readonly kind: 'edited';
      readonly by: string;
      /** As Grafana writes it. */
      readonly at: string;
      /** What the last push wrote, where the history still has it. */
      readonly base: ClassicBoard | undefined;
    };

/** How far back a push is looked for; who edited more often than that sees the whole difference. */
const versionsLookedAt = 20;

/** Undefined when there is none. */
export async function readStored(connection: Connection, uid: string): Promise<StoredBoard | undefined> {
  const answer = await readBoardByUid(connection, uid);
  return answer === undefined ? undefined : storedFrom(answer, `board "${uid}" of ${connection.url}`);
}

function storedFrom({ dashboard, meta }: BoardAnswer, source: string): StoredBoard {
  const { version, folderUid, folderTitle, provisioned, provisionedExternalId, canSave } = meta;
  return {
    board: readBoard(dashboard, source),
    version,
    folderUid,
    folderTitle: folderUid === '' ? 'the top' : folderTitle,
    provisionedFrom: provisioned ? provisionedExternalId || 'a file' : undefined,
    canSave,
  };
}

export async function originOf(connection: Connection, { board, version }: StoredBoard): Promise<Origin> {
  const newest = await readVersion(connection, board.uid, version);
  if (newest !== undefined && isPushed(newest.message, board)) return { kind: 'pushed' };
  return {
    kind: 'edited',
    by: newest?.createdBy || 'somebody',
    at: newest?.created || 'an unknown time',
    base: await lastPush(connection, board.uid, version - 1),
  };
}

async function lastPush(
  connection: Connection,
  uid: string,
  newest: number,
): Promise<ClassicBoard | undefined> {
  for (let version = newest; version > Math.max(0, newest - versionsLookedAt); version--) {
    const found = await readVersion(connection, uid, version);
    if (found === undefined) return undefined;
    const board = boardIn(found.data, uid);
    if (board !== undefined && isPushed(found.message, board)) return board;
  }
  return undefined;
}

/** An older version may have been anything. */
function boardIn(data: Readonly<Record<string, unknown>>, uid: string): ClassicBoard | undefined {
  return Array.isArray(data.panels) ? readBoard({ ...data, uid }, `a version of "${uid}"`) : undefined;
}
