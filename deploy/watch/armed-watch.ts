/**
 * The gate stays armed after the promotion: the new release has all the traffic, the old one stands by, the lock is free.
 * Nothing is changed here; how the watch ended is for verbs/watch.ts to act upon.
 *
 * Where something cannot be seen, be it that Prometheus has no figures or Docker does not answer, there is nothing to roll
 * back for: users are served, and the alerts are as blind. That is said once, counted, and never the end: it looks on.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { CountedObjective } from '../../alerts/objective.ts';
import { lookout } from './look.ts';

export interface WatchEnd {
  /**
   * `held` for all of its time, or `burning` and to be rolled back; or ended before that: `superseded` by another release
   * that is current now, `unbacked` by a standby that is gone, `interrupted` by Ctrl-C.
   */
  readonly kind: 'held' | 'burning' | 'superseded' | 'unbacked' | 'interrupted';
  readonly reason: string;
}

export interface ArmedWatch {
  readonly objectives: readonly CountedObjective[];
  readonly environment: string;
  readonly release: string;
  /** When it was begun to be deployed, in milliseconds since the epoch. */
  readonly bornAt: number;
  readonly seconds: number;
  readonly prometheusUrl: string | undefined;
  /** A sentence when the release has failed in a way that no metric may ever tell. */
  readonly ailment: () => Promise<string | undefined>;
  /** A sentence when another release is current by now. */
  readonly supersession: () => Promise<string | undefined>;
  /** A sentence when the old release no longer stands by. */
  readonly standbyLoss: () => Promise<string | undefined>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

const pollMs = 1_000;
const progressMs = 60_000;

export async function watchArmed(watch: ArmedWatch): Promise<WatchEnd> {
  const { release, seconds, say, signal } = watch;
  const look = lookout(watch);
  const said = new Set<string>();
  const begun = performance.now();
  let lookedAt = begun;
  let blindMs = 0;
  for (let nextProgress = progressMs; ; ) {
    const { end, blind } = await look();
    if (end !== undefined) return end;
    const now = performance.now();
    // What is not seen now was last seen in the look before.
    if (blind.length > 0) blindMs += now - lookedAt;
    lookedAt = now;
    for (const { what, why } of blind) {
      if (!said.has(what)) say(`the watch ${what}: ${why}`);
      said.add(what);
    }
    const held = `${release} held for ${wholeSeconds(now - begun)} s${wholeSeconds(blindMs) === 0 ? '' : `, ${wholeSeconds(blindMs)} s of it unseen`}`;
    if (now - begun >= 1_000 * seconds) return { kind: 'held', reason: held };
    if (now - begun >= nextProgress) {
      say(`watch: ${held}`);
      nextProgress += progressMs;
    }
    await pause(pollMs, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (signal.aborted) return { kind: 'interrupted', reason: `${reasonOf(signal)}; ${held}` };
  }
}

function wholeSeconds(ms: number): number {
  return Math.round(ms / 1_000);
}

function reasonOf({ reason }: AbortSignal): string {
  return reason instanceof Error ? reason.message : String(reason);
}
