/** What a push will do to each board, decided before anything is written. */
import { isDeepStrictEqual } from 'node:util';
import { changesOf } from '../diff/board-changes.ts';
import type { ClassicBoard } from '../diff/classic-board.ts';
import type { Change } from '../diff/named-changes.ts';
import type { Origin, StoredBoard } from './stored-board.ts';

export interface CreateStep {
  readonly kind: 'create';
  readonly wanted: ClassicBoard;
}

export interface UpdateStep {
  readonly kind: 'update';
  readonly wanted: ClassicBoard;
  readonly stored: StoredBoard;
  readonly changes: readonly Change[];
  /** Whether what is stored is the work of a push, so that putting it back may say so. */
  readonly wasPushed: boolean;
  /** Edits of other people that this overwrites. */
  readonly overwritten: readonly Change[];
}

export type WriteStep = CreateStep | UpdateStep;

export type Step =
  | WriteStep
  | { readonly kind: 'keep'; readonly wanted: ClassicBoard; readonly stored: StoredBoard }
  | {
      readonly kind: 'refuse';
      readonly wanted: ClassicBoard;
      readonly reason: string;
      readonly edit: readonly Change[];
    };

export interface PlannedFolder {
  readonly uid: string;
  readonly title: string;
  /** Undefined when no board has to be made. */
  readonly isNew: boolean | undefined;
}

/** What is already there stays as it is, whoever wrote it. */
export function isSame(wanted: ClassicBoard, { board }: StoredBoard): boolean {
  return isDeepStrictEqual(wanted.content, board.content);
}

/** Whether it matters who wrote what is stored; the history is for those who may write. */
export function needsOrigin(wanted: ClassicBoard, stored: StoredBoard): boolean {
  return !isSame(wanted, stored) && stored.canSave && stored.provisionedFrom === undefined;
}

/** `origin` is there when it matters: see `needsOrigin`. */
export function planStep(
  wanted: ClassicBoard,
  stored: StoredBoard | undefined,
  origin: Origin | undefined,
  mayOverwriteEdits: boolean,
): Step {
  if (stored === undefined) return { kind: 'create', wanted };
  if (isSame(wanted, stored)) return { kind: 'keep', wanted, stored };
  const refuse = (reason: string, edit: readonly Change[] = []): Step => ({
    kind: 'refuse',
    wanted,
    reason,
    edit,
  });
  if (stored.provisionedFrom !== undefined)
    return refuse(
      `Grafana provisions it from ${stored.provisionedFrom} and would undo the push; change that file, or take it out of the provisioned folder first`,
    );
  if (!stored.canSave)
    return refuse(
      `the token may not write it; give its service account the role Editor, or Edit on the folder "${stored.folderTitle}"`,
    );
  const changes = changesOf(stored.board, wanted);
  if (origin?.kind !== 'edited')
    return { kind: 'update', wanted, stored, changes, wasPushed: true, overwritten: [] };
  const edit = changesOf(origin.base ?? wanted, stored.board);
  if (mayOverwriteEdits)
    return { kind: 'update', wanted, stored, changes, wasPushed: false, overwritten: edit };
  const what =
    origin.base === undefined
      ? `made by hand, or edited long ago (last by ${origin.by}, ${origin.at}); what it has and the catalog has not`
      : `edited in Grafana by ${origin.by} (${origin.at})`;
  return refuse(
    `${what}; bring that into the catalog (pull shows it as code), or push with --overwrite-edits`,
    edit,
  );
}
