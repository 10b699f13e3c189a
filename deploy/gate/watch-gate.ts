/** Watches the new release through the gate's windows and ends early on a proven failure. */

import { setTimeout as pause } from 'node:timers/promises';
import type { CountedObjective } from '../../alerts/objective.ts';
import { type CountsQuestion, readCounts } from './read-counts.ts';
import type { GateSettings } from './settings.ts';
import { type Judgement, judge, type Verdict, worstVerdict } from './verdict.ts';

export interface GateResult {
  readonly verdict: Verdict;
  readonly judgements: readonly Judgement[];
  readonly seconds: number;
}

export interface GateWatch extends CountsQuestion {
  readonly objectives: readonly CountedObjective[];
  readonly settings: GateSettings;
  /** A sentence when the release has failed in another way (its process ended), which no metric may ever tell. */
  readonly ailment: () => Promise<string | undefined>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** One look at the end of a window may be wrong once in a hundred, each of many looks before it far less often. */
const finalChance = 0.01;
const earlyChance = 0.0005;
const pollMs = 1_000;
const progressMs = 10_000;
/** A new target is found in up to 5 s, then scraped every 15 s: what is missing at the window's end may just be late. */
const graceMs = 20_000;

export async function watchGate(watch: GateWatch): Promise<GateResult> {
  const { objectives, settings, say, signal } = watch;
  const startedAt = performance.now();
  const final = new Map<string, Judgement>();
  for (let nextProgress = progressMs; ; ) {
    const elapsedMs = performance.now() - startedAt;
    const result = (judgements: readonly Judgement[]): GateResult => ({
      verdict: worstVerdict(judgements),
      judgements,
      seconds: Math.round(elapsedMs / 1_000),
    });
    const ailment = await watch.ailment();
    if (ailment !== undefined) return result([{ objective: 'process', verdict: 'fail', reason: ailment }]);

    const readings = await Promise.all(objectives.map((objective) => readCounts(objective, watch)));
    const early = readings.map((reading) => judge(reading, settings.minimumSamples, earlyChance));
    if (early.some(({ verdict }) => verdict === 'fail')) return result(early);
    for (const reading of readings) {
      const { name, kind } = reading.objective;
      const overtimeMs = elapsedMs - 1_000 * settings.windowSeconds[kind];
      const judgement = judge(reading, settings.minimumSamples, finalChance);
      const isProven = judgement.verdict === 'pass' || judgement.verdict === 'fail';
      if (!final.has(name) && overtimeMs >= (isProven || watch.prometheusUrl === undefined ? 0 : graceMs))
        final.set(name, judgement);
    }
    const failed = [...final.values()].some(({ verdict }) => verdict === 'fail');
    if (failed || final.size === objectives.length) return result([...final.values()]);
    if (elapsedMs >= nextProgress) {
      say(`gate after ${Math.round(elapsedMs / 1_000)} s: ${early.map(({ reason }) => reason).join('; ')}`);
      nextProgress += progressMs;
    }
    await pause(pollMs, undefined, { signal });
  }
}
