/** After a rollback: whether users are well again, as the objectives of the catalog tell it of the release that serves now. */
import { setTimeout as pause } from 'node:timers/promises';
import type { CountedObjective } from '../../alerts/objective.ts';
import { countSince, type ReleaseCounts, readReleaseCounts } from '../gate/release-counts.ts';
import { type Finding, findingOf, judge, judgeAilment, type Reading } from '../gate/verdict.ts';

export interface RecoveryWatch {
  readonly environment: string;
  /** The release that serves now. */
  readonly release: string;
  readonly prometheusUrl: string | undefined;
  /** Those about errors; how quick a process is that has just started says little. */
  readonly objectives: readonly CountedObjective[];
  /** A sentence when the release has failed in another way (its process ended), which no metric may ever tell. */
  readonly ailment: () => Promise<string | undefined>;
  readonly signal: AbortSignal;
}

/** A second of good answers is no recovery. */
const shortestMs = 10_000;
/** A new target is found in up to 5 s and then scraped every 15 s: after that it was scraped twice, or never will be. */
const longestMs = 45_000;
const minimumSamples = 100;
/** A look may be wrong once in a hundred. */
const chance = 0.01;
const pollMs = 1_000;

/** Ends as soon as all objectives are met on enough requests since it began; otherwise says at the end what is so then. */
export async function watchRecovery(watch: RecoveryWatch): Promise<Finding> {
  const startedAt = performance.now();
  const before = await readAll(watch);
  for (;;) {
    const elapsedMs = performance.now() - startedAt;
    const ailment = await watch.ailment();
    if (ailment !== undefined) return findingOf([judgeAilment(ailment)], elapsedMs);
    const readings = await readAll(watch);
    const judgements = readings.map((reading, place) =>
      judge(since(reading, before[place]), { minimumSamples, chance }),
    );
    const isOver = elapsedMs >= longestMs || watch.prometheusUrl === undefined || judgements.length === 0;
    const isMet = elapsedMs >= shortestMs && judgements.every(({ verdict }) => verdict === 'pass');
    if (isOver || isMet) return findingOf(judgements, elapsedMs);
    await pause(pollMs, undefined, { signal: watch.signal });
  }
}

/** Since the release's process started; a Prometheus that does not answer is no data. */
function readAll({ objectives, environment, release, prometheusUrl }: RecoveryWatch): Promise<Reading[]> {
  return Promise.all(
    objectives.map(async (objective) => {
      const scope = { environment, releases: [release] };
      const { of, missing }: ReleaseCounts = await readReleaseCounts(prometheusUrl, objective, scope);
      const reading = { objective, users: of.get(release), probes: { bad: 0, total: 0 }, old: undefined };
      return missing === undefined ? reading : { ...reading, missing };
    }),
  );
}

/** What a release that ran before had counted by then is no part of its recovery; a process that was started anew counts from 0. */
function since(reading: Reading, before: Reading | undefined): Reading {
  const { users } = reading;
  if (users === undefined || before?.users === undefined) return reading;
  return { ...reading, users: countSince(before.users, users) ?? users };
}
