/** A switch of releases as data: which steps, in which order, and what takes them back. Nothing runs here. */
import { type GateSettings, weightAt } from './gate/settings.ts';
import type { Slot } from './proxy/slot.ts';
import { defaultKept } from './release/retention.ts';
import { reachesUsers, type Switch } from './situation.ts';
import type { WatchSettings } from './watch/settings.ts';

export type Step =
  | { readonly kind: 'build'; readonly release: string; readonly source: string; readonly tag?: string }
  | { readonly kind: 'verify'; readonly release: string }
  | { readonly kind: 'clear'; readonly slot: Slot }
  | { readonly kind: 'migrate'; readonly release: string }
  /** One that outlived the engine that ran it. */
  | { readonly kind: 'end-migration' }
  | { readonly kind: 'start'; readonly release: string; readonly slot: Slot }
  | { readonly kind: 'health'; readonly release: string; readonly slot: Slot; readonly seconds: number }
  | { readonly kind: 'canary'; readonly slot: Slot; readonly beside: Slot; readonly percent: number }
  | {
      readonly kind: 'gate';
      readonly release: string;
      readonly slot: Slot;
      readonly beside: Slot;
      /** The release that it is judged against. */
      readonly old?: string;
      readonly settings: GateSettings;
    }
  | { readonly kind: 'skip-gate'; readonly reason: string }
  | { readonly kind: 'serve'; readonly slot: Slot; readonly instead?: Slot }
  | { readonly kind: 'confirm'; readonly slot: Slot }
  | { readonly kind: 'point'; readonly release: string; readonly move: 'advance' | 'retreat' }
  | { readonly kind: 'drain'; readonly slot: Slot }
  | { readonly kind: 'stop'; readonly slot: Slot }
  | { readonly kind: 'recover'; readonly release: string; readonly slot: Slot }
  | { readonly kind: 'prune'; readonly keep: number }
  /** The old release's process stays, out of the proxy, for as long as the new one is watched (watch/). */
  | { readonly kind: 'stand-by'; readonly slot: Slot; readonly seconds: number };

export interface Plan {
  /** Until the last of these is done, a failure is taken back. */
  readonly steps: readonly Step[];
  /** After that the new release is the truth, and these only clean up. */
  readonly cleanUp: readonly Step[];
  /** Last of all: whether it helped. Failing takes nothing back; a person may end the wait for it. */
  readonly proof?: Extract<Step, { kind: 'recover' }>;
  /** What puts the old release back, whichever step failed from `start` on. */
  readonly undo: readonly Step[];
}

export function planDeploy(request: {
  readonly release: string;
  readonly source: string;
  readonly tag?: string;
  readonly gate: GateSettings;
  readonly watch: WatchSettings;
  readonly way: Switch;
}): Plan {
  const { release, source, tag, gate, watch, way } = request;
  const { next, old } = way;
  const isGated = old !== undefined && reachesUsers(old);
  const beside = old?.record === undefined ? {} : { old: old.record.release };
  const proof: Step[] = isGated
    ? [
        { kind: 'health', release, slot: next, seconds: gate.healthSeconds },
        { kind: 'canary', slot: next, beside: old.slot, percent: weightAt(gate, 0) },
        { kind: 'gate', release, slot: next, beside: old.slot, ...beside, settings: gate },
      ]
    : [{ kind: 'skip-gate', reason: skipReason(old !== undefined) }];
  const plan = planSwitch(way, release, 'advance', {
    before: [{ kind: 'build', release, source, ...(tag === undefined ? {} : { tag }) }],
    prepare: [
      { kind: 'clear', slot: next },
      { kind: 'migrate', release },
      { kind: 'start', release, slot: next },
    ],
    proof,
  });
  const prune: Step = { kind: 'prune', keep: defaultKept };
  if (!isGated || watch.seconds === 0) return { ...plan, cleanUp: [...plan.cleanUp, prune] };
  const { slot } = old;
  return {
    ...plan,
    cleanUp: [{ kind: 'drain', slot }, { kind: 'stand-by', slot, seconds: watch.seconds }, prune],
  };
}

/**
 * No migration and no gate: the release was good before, and every second counts. Where its process is still there and
 * ready, none is started either.
 */
export function planRollback(request: {
  readonly release: string;
  readonly way: Switch;
  readonly isStandingBy: boolean;
  /** Whether to see afterwards that users are well again. */
  readonly isProven: boolean;
}): Plan {
  const { release, way, isStandingBy, isProven } = request;
  const prepare: Step[] = isStandingBy
    ? []
    : [
        { kind: 'clear', slot: way.next },
        { kind: 'start', release, slot: way.next },
      ];
  const plan = planSwitch(way, release, 'retreat', { before: [], prepare, proof: [] });
  return isProven ? { ...plan, proof: { kind: 'recover', release, slot: way.next } } : plan;
}

/** What is left to do when a watch is over and the new release serves on. */
export function planWatchEnd(standby: Slot): Plan {
  return { steps: [], cleanUp: [{ kind: 'stop', slot: standby }], undo: [] };
}

function planSwitch(
  { next, old }: Switch,
  release: string,
  move: 'advance' | 'retreat',
  extra: {
    readonly before: readonly Step[];
    readonly prepare: readonly Step[];
    readonly proof: readonly Step[];
  },
): Plan {
  const instead = old === undefined ? {} : { instead: old.slot };
  return {
    steps: [
      ...extra.before,
      { kind: 'verify', release },
      ...extra.prepare,
      ...extra.proof,
      { kind: 'serve', slot: next, ...instead },
      { kind: 'confirm', slot: next },
      { kind: 'point', release, move },
    ],
    cleanUp: old === undefined ? [] : takeOut(old.slot),
    undo: [
      ...(old?.isRunning ? ([{ kind: 'serve', slot: old.slot, instead: next }] satisfies Step[]) : []),
      ...takeOut(next),
    ],
  };
}

/** The only order that loses no request: out of the proxy, drained, then ended. */
function takeOut(slot: Slot): Step[] {
  return [
    { kind: 'drain', slot },
    { kind: 'stop', slot },
  ];
}

function skipReason(hasOld: boolean): string {
  return hasOld
    ? 'the current release serves nobody, so there is no traffic to judge by and nothing to protect'
    : 'the first release here: there is no traffic to judge by and nothing to go back to';
}
