/** Takes a board that this push has written back to what it was; what somebody saved on top is theirs and stays. */
import { readBoard } from '../diff/classic-board.ts';
import { deleteBoard, type SaveAnswer, saveBoard } from './api.ts';
import type { Connection } from './connection.ts';
import { markedMessage } from './content-mark.ts';
import { isSame } from './push-plan.ts';
import { readStored } from './stored-board.ts';
import { reasonOf, type Written } from './write-board.ts';

export interface PutBack {
  readonly isBack: boolean;
  /** What is there now. */
  readonly says: string;
}

/** Never throws: the others must be put back all the same. */
export async function putBack(connection: Connection, written: Written): Promise<PutBack> {
  const { step, version, between } = written;
  try {
    return step.kind === 'create' && between === undefined
      ? await removeAgain(connection, step.wanted.uid, version)
      : await restore(connection, written);
  } catch (error) {
    return { isBack: false, says: `holds what was pushed (version ${version}), since ${reasonOf(error)}` };
  }
}

async function removeAgain(connection: Connection, uid: string, version: number): Promise<PutBack> {
  const now = await readStored(connection, uid);
  if (now === undefined) return { isBack: true, says: 'is not there, as before' };
  // A delete checks no version; this is the nearest to it.
  if (now.version !== version) return { isBack: false, says: savedSince };
  await deleteBoard(connection, uid);
  return { isBack: true, says: 'is removed again' };
}

async function restore(connection: Connection, written: Written): Promise<PutBack> {
  const { step, version, folderUid, between } = written;
  const { uid } = step.wanted;
  const stored = step.kind === 'update' ? step.stored : undefined;
  const earlier =
    between === undefined ? stored?.board : readBoard({ ...between, uid }, `a version of "${uid}"`);
  if (earlier === undefined) throw new Error(`nothing is known to put back for "${uid}"`);
  const wasPushed = step.kind === 'update' && step.wasPushed && between === undefined;
  const text = 'Put back: a push failed';
  const answer: SaveAnswer = await saveBoard(connection, {
    dashboard: earlier.json,
    version,
    folderUid: stored?.folderUid ?? folderUid,
    message: wasPushed ? markedMessage(text, earlier) : text,
  });
  if (answer.kind === 'conflict') return { isBack: false, says: savedSince };
  const now = await readStored(connection, uid);
  if (now === undefined || !isSame(earlier, now))
    return {
      isBack: false,
      says: 'could not be put back as it was; its history in Grafana has every version',
    };
  const what = between === undefined ? `as it was (version ${stored?.version})` : 'as somebody saved it';
  return { isBack: true, says: `is back ${what}, now as version ${now.version}` };
}

const savedSince = 'was saved by somebody after the push, and stays as they left it';
