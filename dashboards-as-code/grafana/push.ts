/**
 * Boards pushed to a Grafana as one change: everything is read and decided before the first write, each write is checked
 * against the version that was read, and when one fails those before it are put back.
 */
import type { ClassicBoard } from '../diff/classic-board.ts';
import { createFolder, readFolder } from './api.ts';
import type { Connection } from './connection.ts';
import { renderPlan } from './plan-text.ts';
import { checkGrafana } from './preflight.ts';
import { needsOrigin, type PlannedFolder, planStep, type Step, type WriteStep } from './push-plan.ts';
import { putBack } from './put-back.ts';
import { originOf, readStored } from './stored-board.ts';
import { reasonOf, type Written, writeBoard } from './write-board.ts';

export interface PushOptions {
  readonly boards: readonly ClassicBoard[];
  /** Where boards that are not there yet are made; the others stay where they lie. */
  readonly folder: { readonly uid: string; readonly title: string };
  /** Shown in Grafana's history. */
  readonly message: string;
  readonly mayOverwriteEdits: boolean;
  readonly isDryRun: boolean;
  /** Takes the push back when it is aborted in the middle. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Returns the exit code: 0 when every board is as it should be. `say` gets the plan and what became of it, line by line.
 * Throws, before anything is written, for a server or a token that will not do.
 */
export async function pushBoards(
  connection: Connection,
  options: PushOptions,
  say: (line: string) => void,
): Promise<number> {
  for (const board of options.boards) refuseEmpty(board);
  const { version, name, actions } = await checkGrafana(connection);
  const steps: Step[] = [];
  for (const wanted of options.boards) {
    const stored = await readStored(connection, wanted.uid);
    const origin =
      stored !== undefined && needsOrigin(wanted, stored) ? await originOf(connection, stored) : undefined;
    steps.push(planStep(wanted, stored, origin, options.mayOverwriteEdits));
  }
  const writes = steps.filter((step): step is WriteStep => step.kind === 'create' || step.kind === 'update');
  const folder = await planFolder(connection, options, writes, actions);
  say(`Plan for ${connection.url} (Grafana ${version}, as ${name}):`);
  for (const line of renderPlan(steps, folder)) say(line);
  const refused = steps.filter(({ kind }) => kind === 'refuse').length;
  if (refused > 0) {
    say(`Nothing was pushed: ${refused} of ${steps.length} boards refused.`);
    return 1;
  }
  if (options.isDryRun || writes.length === 0) {
    say(`${options.isDryRun ? 'Dry run, nothing was sent' : 'Nothing to push'}: ${counts(steps)}.`);
    return 0;
  }
  return carryOut(connection, { ...options, steps, writes, isFolderNew: folder.isNew }, say);
}

/** Grafana takes a board without panels, and shows nothing. */
function refuseEmpty({ uid, panels }: ClassicBoard): void {
  if (uid === '')
    throw new Error('a board without a uid cannot be pushed: each push would make another one.');
  if (panels.length === 0)
    throw new Error(`board "${uid}" has no panels and is not pushed; does it render at all?`);
}

async function planFolder(
  connection: Connection,
  { folder }: PushOptions,
  writes: readonly WriteStep[],
  actions: ReadonlySet<string>,
): Promise<PlannedFolder> {
  if (!writes.some(({ kind }) => kind === 'create')) return { ...folder, isNew: undefined };
  if (!actions.has('dashboards:create'))
    throw new Error(
      'the token may not make boards (dashboards:create); give its service account the role Editor.',
    );
  const found = await readFolder(connection, folder.uid);
  if (found === undefined && !actions.has('folders:create'))
    throw new Error(
      `the token may not make the folder "${folder.uid}" (folders:create); make it in Grafana, or give its service account the role Editor.`,
    );
  if (found !== undefined && !found.canSave)
    throw new Error(
      `the token may not write into the folder "${found.title}"; give its service account Edit on it.`,
    );
  return { uid: folder.uid, title: found?.title ?? folder.title, isNew: found === undefined };
}

interface Work extends PushOptions {
  readonly steps: readonly Step[];
  readonly writes: readonly WriteStep[];
  readonly isFolderNew: boolean | undefined;
}

async function carryOut(connection: Connection, work: Work, say: (line: string) => void): Promise<number> {
  const { folder, writes, message, signal } = work;
  if (work.isFolderNew) {
    await createFolder(connection, folder.uid, folder.title);
    say(`folder "${folder.title}" made`);
  }
  const done: Written[] = [];
  for (const [index, step] of writes.entries()) {
    const { uid } = step.wanted;
    const stopped = { done, untouched: writes.slice(index + 1) };
    if (signal?.aborted)
      return takeBack(
        connection,
        work,
        { ...stopped, untouched: writes.slice(index) },
        reasonOf(signal.reason),
        say,
      );
    const result = await writeBoard(connection, step, folder.uid, message);
    if (result.kind === 'written') {
      done.push(result.written);
      say(`${uid}: ${step.kind === 'create' ? 'created' : 'updated'}, version ${result.written.version}`);
      continue;
    }
    say(`${uid}: failed: ${result.reason}`);
    if (result.kind === 'wrong') done.push(result.written);
    if (result.kind === 'not-written') say(`${uid}: not written`);
    if (result.kind === 'left') say(`${uid}: ${result.says}`);
    if (result.kind === 'unknown') say(`${uid}: may or may not be written; push again when Grafana answers`);
    const isUnsettled = result.kind === 'left' || result.kind === 'unknown';
    return takeBack(connection, work, { ...stopped, isUnsettled }, `${uid} failed`, say);
  }
  say(`Pushed: ${counts(work.steps)}.`);
  return 0;
}

interface Stopped {
  readonly done: readonly Written[];
  readonly untouched: readonly WriteStep[];
  /** Whether the board that failed may be something else than it was. */
  readonly isUnsettled?: boolean;
}

/** The last first. Always exit code 1. */
async function takeBack(
  connection: Connection,
  { isFolderNew, folder }: Work,
  { done, untouched, isUnsettled = false }: Stopped,
  reason: string,
  say: (line: string) => void,
): Promise<number> {
  let isAllBack = !isUnsettled;
  for (const written of done.toReversed()) {
    const { isBack, says } = await putBack(connection, written);
    say(`${written.step.wanted.uid}: ${says}`);
    isAllBack &&= isBack;
  }
  for (const { wanted } of untouched) say(`${wanted.uid}: not touched`);
  // Deleting a folder deletes what somebody may have put there since.
  if (isFolderNew) say(`folder "${folder.title}": stays`);
  say(
    isAllBack
      ? `Nothing was pushed (${reason}): every board is as it was.`
      : `Not pushed as a whole (${reason}): the lines above say what is where.`,
  );
  return 1;
}

function counts(steps: readonly Step[]): string {
  const count = (kind: Step['kind']): number => steps.filter((step) => step.kind === kind).length;
  return `${count('create')} new, ${count('update')} changed, ${count('keep')} unchanged`;
}
