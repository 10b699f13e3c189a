/** One board written to Grafana, and looked at afterwards: only what was read back counts as written. */
import type { ClassicBoard } from '../diff/classic-board.ts';
import { readVersion, type SaveAnswer, saveBoard } from './api.ts';
import type { Connection } from './connection.ts';
import { markedMessage } from './content-mark.ts';
import { isSame, type WriteStep } from './push-plan.ts';
import { readStored, type StoredBoard } from './stored-board.ts';

export interface Written {
  readonly step: WriteStep;
  readonly version: number;
  readonly folderUid: string;
  /** Saved by somebody between the check and the write, and so overwritten: what has to be put back instead. */
  readonly between?: Readonly<Record<string, unknown>>;
}

export type WriteResult =
  | { readonly kind: 'written'; readonly written: Written }
  /** Written, but not what should be there. */
  | { readonly kind: 'wrong'; readonly written: Written; readonly reason: string }
  | { readonly kind: 'not-written'; readonly reason: string }
  /** Somebody else has to do with it, and it is not touched any more; `says` what is there. */
  | { readonly kind: 'left'; readonly reason: string; readonly says: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export async function writeBoard(
  connection: Connection,
  step: WriteStep,
  folderUid: string,
  message: string,
): Promise<WriteResult> {
  const before = step.kind === 'update' ? step.stored : undefined;
  const place = before?.folderUid ?? folderUid;
  const save = {
    dashboard: step.wanted.json,
    version: before?.version,
    folderUid: place,
    message: markedMessage(message, step.wanted),
  };
  const answer = await saveBoard(connection, save).catch((error: unknown) => reasonOf(error));
  if (typeof answer !== 'string' && answer.kind === 'conflict')
    return {
      kind: 'not-written',
      reason: 'somebody saved it in Grafana while this push ran; push again, and it will show that edit',
    };
  const after = await readStored(connection, step.wanted.uid).catch((error: unknown) => reasonOf(error));
  if (typeof after === 'string')
    return {
      kind: 'unknown',
      reason: `${typeof answer === 'string' ? answer : 'it was saved'}; and reading it back: ${after}`,
    };
  if (typeof answer === 'string') return afterNoAnswer(step, after, answer);
  return compare(connection, step, place, answer, after);
}

/** Without an answer it may or may not have been written; what is there now tells. */
function afterNoAnswer(step: WriteStep, after: StoredBoard | undefined, reason: string): WriteResult {
  const before = versionBefore(step);
  if (after === undefined || after.version === before) return { kind: 'not-written', reason };
  if (after.version === before + 1 && isSame(step.wanted, after))
    return { kind: 'wrong', written: { step, version: after.version, folderUid: after.folderUid }, reason };
  return { kind: 'left', reason, says: 'stays as somebody left it' };
}

async function compare(
  connection: Connection,
  step: WriteStep,
  folderUid: string,
  { version }: SaveAnswer & { kind: 'saved' },
  after: StoredBoard | undefined,
): Promise<WriteResult> {
  if (after === undefined || after.version !== version)
    return {
      kind: 'left',
      reason: `somebody ${after ? 'saved' : 'deleted'} it right after the push`,
      says: 'stays as they left it',
    };
  const written = { step, version, folderUid: after.folderUid };
  // Grafana's check of the version and its write are two steps, and somebody's save fits between.
  if (version > versionBefore(step) + 1) {
    const between = await readVersion(connection, step.wanted.uid, version - 1).catch(() => undefined);
    const reason = 'somebody saved it in Grafana in the same moment';
    return between === undefined
      ? {
          kind: 'left',
          reason: `${reason}, as version ${version - 1}, which cannot be read`,
          says: `holds what was pushed, on top of version ${version - 1}: compare the two in its history`,
        }
      : {
          kind: 'wrong',
          written: { ...written, between: between.data },
          reason: `${reason}; push again, and it will show that edit`,
        };
  }
  if (!isSame(step.wanted, after))
    return { kind: 'wrong', written, reason: `Grafana stored something else: ${panelsOf(after.board)}` };
  if (after.folderUid !== folderUid)
    return {
      kind: 'wrong',
      written,
      reason: `Grafana put it into the folder "${after.folderUid}" and not into "${folderUid}"`,
    };
  return { kind: 'written', written };
}

function versionBefore(step: WriteStep): number {
  return step.kind === 'update' ? step.stored.version : 0;
}

function panelsOf({ panels }: ClassicBoard): string {
  return panels.length === 0 ? 'an empty board' : `${panels.length} panels`;
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
