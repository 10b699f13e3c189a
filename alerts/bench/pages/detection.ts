/** How long an incident goes on before a person is paged. */
import { drawPhases, evaluateRules } from './evaluate.ts';
import { grouping } from './notifications.ts';
import { seededRandom } from './random.ts';
import { drawStream, type RequestStream } from './request-stream.ts';
import { type Effort, incidentSeconds } from './rows.ts';
import type { RuleSet } from './rule-set.ts';
import { ruleSetsFor } from './rule-sets.ts';

export interface IncidentRow {
  readonly requestsPerHour: number;
  /** Share of requests that fail in the incident. */
  readonly badRatio: number;
  /** Share of requests that failed before. */
  readonly backgroundRatio: number;
}

export interface Detection {
  readonly ruleSet: string;
  /** Share of incidents that a page told, 0 to 1. */
  readonly share: number;
  /** From the first failed request to Alertmanager's first message, of those told; NaN where none was. */
  readonly medianSeconds: number;
  readonly worstSeconds: number;
}

/** The pages' longest window (Pyrra's 6h26m) is full, and `for` has passed, before the incident begins. */
const historySeconds = 7 * 3600;
const settledSeconds = 1800;

export function measureDetection(row: IncidentRow, { seed, incidents }: Effort): Detection[] {
  const ruleSets = ruleSetsFor(row.requestsPerHour).map(pagesOnly);
  const results = ruleSets.map(({ name }) => ({ name, incidents: 0, seconds: [] as number[] }));
  for (let incident = 0; incident < incidents; incident += 1) {
    const random = seededRandom(
      seed,
      'incident',
      row.badRatio,
      row.backgroundRatio,
      row.requestsPerHour,
      incident,
    );
    const startSeconds = historySeconds + random.next() * 300;
    const stream = drawStream(random, {
      requestsPerHour: row.requestsPerHour,
      backgroundRatio: row.backgroundRatio,
      failuresAtOnce: 1,
      seconds: startSeconds + incidentSeconds,
      incident: { startSeconds, badRatio: row.badRatio },
    });
    const phases = drawPhases(random);
    for (const [index, ruleSet] of ruleSets.entries()) {
      const told = secondsToTell(ruleSet, stream, phases);
      const result = results[index];
      if (told === 'paged before' || result === undefined) continue;
      result.incidents += 1;
      if (told !== 'never') result.seconds.push(told);
    }
  }
  return results.map(({ name, incidents: counted, seconds }) => {
    const sorted = seconds.toSorted((left, right) => left - right);
    return {
      ruleSet: name,
      share: sorted.length / counted,
      medianSeconds: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
      worstSeconds: sorted.at(-1) ?? Number.NaN,
    };
  });
}

/** A page that was already out when the first request failed says nothing about the incident: it is left out. */
function secondsToTell(
  ruleSet: RuleSet,
  stream: RequestStream,
  phases: ReturnType<typeof drawPhases>,
): number | 'never' | 'paged before' {
  const { firstFailureSeconds } = stream;
  let first = Number.POSITIVE_INFINITY;
  for (const { start, end } of evaluateRules(ruleSet, stream, phases, historySeconds - settledSeconds)) {
    if (start > firstFailureSeconds) first = Math.min(first, start);
    else if (end > firstFailureSeconds) return 'paged before';
  }
  return first === Number.POSITIVE_INFINITY ? 'never' : first + grouping.waitSeconds - firstFailureSeconds;
}

function pagesOnly(ruleSet: RuleSet): RuleSet {
  return { ...ruleSet, tiers: ruleSet.tiers.filter(({ severity }) => severity === 'critical') };
}
