/**
 * The gate stays armed after the promotion: the new release has all the traffic, the old one stands by, the lock is free.
 * Nothing is changed here; how the watch ended is for verbs/watch.ts to act upon.
 *
 * Where Prometheus has no figures there is nothing to roll back for: users are served, and the alerts are as blind. That is
 * said, and counted. The end of the process needs no figures.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { CountedObjective } from '../../alerts/objective.ts';
import { readReleaseCounts } from '../gate/release-counts.ts';
import { CountHistory } from './count-history.ts';
import { fastBurn } from './fast-burn.ts';

export interface WatchEnd {
  /** `held` for all of its time, `burning` and to be rolled back, or ended before by somebody else or by Ctrl-C. */
  readonly kind: 'held' | 'burning' | 'superseded' | 'interrupted';
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
  /** A sentence when another command has taken the matter over. */
  readonly supersession: () => Promise<string | undefined>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

const pollMs = 1_000;
const progressMs = 60_000;

export async function watchArmed(watch: ArmedWatch): Promise<WatchEnd> {
  const { objectives, release, bornAt, seconds, say, signal } = watch;
  const histories = objectives.map((objective) => ({ objective, history: new CountHistory(bornAt) }));
  const begun = performance.now();
  let blindSeconds = 0;
  for (let nextProgress = progressMs; ; ) {
    const reason = await watch.supersession();
    if (reason !== undefined) return { kind: 'superseded', reason };
    const ailment = await watch.ailment();
    if (ailment !== undefined) return { kind: 'burning', reason: ailment };

    const faults = await Promise.all(histories.map((history) => look(history, watch)));
    const burning = faults.flatMap(({ burn }) => burn ?? []);
    if (burning.length > 0) return { kind: 'burning', reason: burning.join('; ') };
    const missing = faults.flatMap(({ missing }) => missing ?? []);
    if (missing.length > 0) {
      if (blindSeconds === 0) say(`the watch has no figures of ${release}: ${missing[0]}`);
      blindSeconds += pollMs / 1_000;
    }
    const elapsedMs = performance.now() - begun;
    const held = `${release} held for ${Math.round(elapsedMs / 1_000)} s${blindSeconds === 0 ? '' : `, ${blindSeconds} s of it without figures`}`;
    if (elapsedMs >= 1_000 * seconds) return { kind: 'held', reason: held };
    if (elapsedMs >= nextProgress) {
      say(`watch: ${held}`);
      nextProgress += progressMs;
    }
    await pause(pollMs, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (signal.aborted) return { kind: 'interrupted', reason: `${reasonOf(signal)}; ${held}` };
  }
}

async function look(
  { objective, history }: { readonly objective: CountedObjective; readonly history: CountHistory },
  { environment, release, prometheusUrl }: ArmedWatch,
): Promise<{ readonly burn?: string | undefined; readonly missing?: string }> {
  const scope = { environment, releases: [release] };
  const { of, missing } = await readReleaseCounts(prometheusUrl, objective, scope);
  const counted = of.get(release);
  if (counted === undefined) return { missing: missing ?? 'no series' };
  const now = Date.now();
  history.add(now, counted);
  return { burn: fastBurn(objective, history, now) };
}

function reasonOf({ reason }: AbortSignal): string {
  return reason instanceof Error ? reason.message : String(reason);
}
