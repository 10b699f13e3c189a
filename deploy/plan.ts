/** A switch of releases as data: which steps, in which order, and what takes them back. Nothing runs here. */
import type { GateSettings } from './gate/settings.ts';
import type { Slot } from './proxy/slot.ts';
import { defaultKept } from './release/retention.ts';
import { reachesUsers, type Switch } from './situation.ts';

export type Step =
  | { readonly kind: 'build'; readonly release: string; readonly source: string; readonly tag?: string }
  | { readonly kind: 'verify'; readonly release: string }
  | { readonly kind: 'clear'; readonly slot: Slot }
  | { readonly kind: 'migrate'; readonly release: string }
  | { readonly kind: 'start'; readonly release: string; readonly slot: Slot }
  | { readonly kind: 'canary'; readonly slot: Slot; readonly beside: Slot; readonly percent: number }
  | { readonly kind: 'gate'; readonly release: string; readonly slot: Slot; readonly settings: GateSettings }
  | { readonly kind: 'skip-gate'; readonly reason: string }
  | { readonly kind: 'serve'; readonly slot: Slot; readonly instead?: Slot }
  | { readonly kind: 'confirm'; readonly slot: Slot }
  | { readonly kind: 'point'; readonly release: string; readonly move: 'advance' | 'retreat' }
  | { readonly kind: 'drain'; readonly slot: Slot }
  | { readonly kind: 'stop'; readonly slot: Slot }
  | { readonly kind: 'recover'; readonly release: string; readonly slot: Slot }
  | { readonly kind: 'prune'; readonly keep: number };

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

/** Share of the traffic that the gate judges a new release by. */
const canaryPercent = 20;

export function planDeploy(request: {
  readonly release: string;
  readonly source: string;
  readonly tag?: string;
  readonly gate: GateSettings;
  readonly way: Switch;
}): Plan {
  const { release, source, tag, gate } = request;
  const { next, old } = request.way;
  const proof: Step[] =
    old !== undefined && reachesUsers(old)
      ? [
          { kind: 'canary', slot: next, beside: old.slot, percent: canaryPercent },
          { kind: 'gate', release, slot: next, settings: gate },
        ]
      : [{ kind: 'skip-gate', reason: skipReason(old !== undefined) }];
  const plan = planSwitch(request.way, release, 'advance', {
    before: [{ kind: 'build', release, source, ...(tag === undefined ? {} : { tag }) }],
    prepare: [{ kind: 'migrate', release }],
    proof,
  });
  return { ...plan, cleanUp: [...plan.cleanUp, { kind: 'prune', keep: defaultKept }] };
}

/** No migration and no gate: the release was good before, and every second counts. */
export function planRollback(request: {
  readonly release: string;
  readonly way: Switch;
  /** Whether to see afterwards that users are well again. */
  readonly isProven: boolean;
}): Plan {
  const { release, way, isProven } = request;
  const plan = planSwitch(way, release, 'retreat', { before: [], prepare: [], proof: [] });
  return isProven ? { ...plan, proof: { kind: 'recover', release, slot: way.next } } : plan;
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
      { kind: 'clear', slot: next },
      ...extra.prepare,
      { kind: 'start', release, slot: next },
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
