/** What a crash left behind, and the steps from there to one release that serves. Nothing runs here. */
import type { Plan, Step } from './plan.ts';
import { otherSlot, slots } from './proxy/slot.ts';
import { disagreement, reachesUsers, type Situation, type SlotSituation } from './situation.ts';
import { isCutOffAt, type OperationRecord } from './state/operations.ts';
import type { WatchState } from './state/watcher.ts';

/**
 * The pointer is the one truth: it is replaced in one rename, after all that serving needs and before any cleaning up.
 * So an operation is finished when it had moved the pointer, and undone when it had not, by the same steps: make the
 * pointer's release serve, and take out whatever else there is.
 */
export function planResume({ pointer, slots: all }: Situation): Plan {
  if (pointer === undefined) return { steps: [], cleanUp: all.filter(isUsed).flatMap(takeOut), undo: [] };
  const own = all.filter(({ record }) => record?.release === pointer.id);
  const kept = own.find(reachesUsers) ?? own.find(({ isRunning }) => isRunning);
  // Its process is gone too, as after a reboot: it is started again, where it disturbs nobody.
  const slot = kept?.slot ?? all.find((candidate) => !reachesUsers(candidate))?.slot ?? slots[0];
  const others = all.filter((candidate) => candidate.slot === otherSlot(slot) && isUsed(candidate));
  const revive: Step[] = [
    { kind: 'verify', release: pointer.id },
    { kind: 'clear', slot },
    { kind: 'start', release: pointer.id, slot },
  ];
  return {
    steps: [
      ...(kept === undefined ? revive : []),
      { kind: 'serve', slot, ...(others.length === 0 ? {} : { instead: otherSlot(slot) }) },
    ],
    cleanUp: others.flatMap(takeOut),
    undo: [],
  };
}

/**
 * A sentence when there is nothing to do: undefined when something was cut off, users get something else than is current,
 * or more runs than that and nobody watches it.
 */
export function whyNoResume({
  situation,
  open,
  watch,
}: {
  readonly situation: Situation;
  readonly open: readonly OperationRecord[];
  readonly watch: WatchState | undefined;
}): string | undefined {
  if (open.length > 0 || disagreement(situation) !== undefined) return undefined;
  if (!hasSpare(situation))
    return 'nothing to resume: no operation was cut off, and what is current serves alone.';
  return watch?.isWatching === true
    ? `nothing to resume: what is current is watched until ${watch.until} (pid ${watch.pid} on ${watch.host}), and the old release stands by for that. To end the watch, stop that process; to go back now, npm run rollback.`
    : undefined;
}

/**
 * What a deploy or rollback does first where an operation was cut off. It starts nothing: when the current release is
 * gone, whoever calls is about to start another, and must not wait for one that may be what ails.
 */
export function planResumeOnTheWay(situation: Situation): Plan {
  const { pointer, slots: all } = situation;
  const isGone =
    pointer !== undefined &&
    !all.some(({ record, isRunning }) => isRunning && record?.release === pointer.id);
  return isGone ? { steps: [], cleanUp: [], undo: [] } : planResume(situation);
}

/**
 * In front of all else where a migration was cut off: it may still be running, and what it might yet commit, nobody
 * could call undone.
 */
export function endMigrationFirst(plan: Plan, open: readonly OperationRecord[]): Plan {
  if (!open.some((operation) => isCutOffAt(operation, 'migrate'))) return plan;
  return { ...plan, steps: [{ kind: 'end-migration' }, ...plan.steps] };
}

/** Whether there is more than the current release: a standby that nobody watches for any more, or what a crash left. */
function hasSpare({ pointer, slots: all }: Situation): boolean {
  const used = all.filter(isUsed);
  return used.length > 1 || used.some(({ record }) => record?.release !== pointer?.id);
}

/** What became of an operation that was cut off. */
export function endOf({ release, previous }: OperationRecord, current: string | undefined): Ending {
  return release !== undefined && release === current && release !== previous ? 'finished' : 'undone';
}
export type Ending = 'finished' | 'undone';

function isUsed({ record, isRunning, server }: SlotSituation): boolean {
  return record !== undefined || isRunning || server.state !== 'maint';
}

function takeOut({ slot }: SlotSituation): Step[] {
  return [
    { kind: 'drain', slot },
    { kind: 'stop', slot },
  ];
}
