/** What the counts of a release prove: of the new one alone, and against the old one in the same time. */

import { minimumBadEvents } from '../../alerts/burn-rate.ts';
import type { Count } from '../../alerts/firing-clauses.ts';
import type { CountedObjective } from '../../alerts/objective.ts';
import { poissonTail } from '../../alerts/poisson.ts';
import { isWorse } from './comparison.ts';

export type Verdict = 'pass' | 'fail' | 'no-data' | 'too-few-samples';

export interface Reading {
  readonly objective: CountedObjective;
  /** Of users, since the release's process started; undefined where Prometheus has no series or gives no answer. */
  readonly users: Count | undefined;
  /** Why there are none. */
  readonly missing?: string;
  /** The gate's own requests, in the gate's own count. */
  readonly probes: Count;
  /** The old release's users since the gate began; undefined where they are not known. */
  readonly old: Count | undefined;
}

export interface Judgement {
  readonly objective: string;
  readonly verdict: Verdict;
  readonly reason: string;
}

/** What a look may be wrong about: how often chance alone would make the same counts. */
export interface Look {
  readonly minimumSamples: number;
  /** 0 to 1. */
  readonly chance: number;
}

/** Where the old release misses the objective too, at the same level as a look at the end. */
const sharedChance = 0.01;

/**
 * Fails when that many bad events would come from a release that just keeps its objective less often than `chance`
 * (exact, from the Poisson distribution): one unlucky request in a short window is no proof, and with many requests the
 * limit is the objective itself. That is stricter than the usual "errors under 1 %, p95 in time" where the catalog is.
 * Fewer requests than are needed to pass are enough to fail, when what failed is more than one client's attempts.
 *
 * Users' requests and probes are each held to the objective by themselves, so that neither dilutes the other. A pass needs
 * enough of both together; the reason says how many were whose.
 *
 * A fault that the old release has too (a dead dependency) is not the new one's, unless the new one is worse. It proves
 * nothing for it either: what lies under the fault was not seen. So that is `no-data`, and the reason says why.
 */
export function judge(reading: Reading, look: Look): Judgement {
  const { objective, users, probes, old } = reading;
  const { name } = objective;
  const figures = `${name}: ${describe(reading)}`;
  const faults = [users ?? { bad: 0, total: 0 }, probes].filter((counts) =>
    isFailing(counts, objective, look),
  );
  if (faults.length > 0) {
    const isOwn = faults.some((counts) => !isShared(counts, old, objective, look));
    const beside =
      old === undefined ? '' : `; of the old release's in the same time ${old.bad} of ${old.total}`;
    return isOwn
      ? { objective: name, verdict: 'fail', reason: `${figures}${beside}` }
      : { objective: name, verdict: 'no-data', reason: `${figures}${beside}${sharedRemark}` };
  }
  if (users === undefined) return { objective: name, verdict: 'no-data', reason: figures };
  const seen = users.total + probes.total;
  if (seen < look.minimumSamples)
    return {
      objective: name,
      verdict: 'too-few-samples',
      reason: `${figures}, ${look.minimumSamples} needed`,
    };
  return { objective: name, verdict: 'pass', reason: figures };
}

const sharedRemark = ': a fault that both have, which proves nothing about the new one';

function isFailing({ bad, total }: Count, { target }: CountedObjective, look: Look): boolean {
  const expected = total * (1 - target);
  const isEnough = total >= look.minimumSamples || bad >= minimumBadEvents;
  return isEnough && bad > expected && poissonTail(expected, bad) < look.chance;
}

function isShared(counts: Count, old: Count | undefined, objective: CountedObjective, look: Look): boolean {
  if (old === undefined) return false;
  const isOldFailing = isFailing(old, objective, { minimumSamples: 0, chance: sharedChance });
  return isOldFailing && old.bad >= minimumBadEvents && !isWorse(counts, old, look.chance);
}

function describe({ objective, users, missing, probes }: Reading): string {
  const goal = `objective ${Number((100 * objective.target).toPrecision(6))} % good`;
  const probed = `${probes.bad} of ${probes.total} probes`;
  if (users === undefined)
    return probes.total === 0
      ? `no data (${missing ?? 'no series'})`
      : `no data of users (${missing ?? 'no series'}), ${probed} bad, ${goal}`;
  const own = `${users.bad} of ${users.total} requests`;
  return probes.total === 0 ? `${own} bad, ${goal}` : `${own} and ${probed} bad, ${goal}`;
}

/** What a watch over a release came to. */
export interface Finding {
  readonly verdict: Verdict;
  readonly judgements: readonly Judgement[];
  readonly seconds: number;
}

export function findingOf(judgements: readonly Judgement[], elapsedMs: number): Finding {
  return { verdict: worstVerdict(judgements), judgements, seconds: Math.round(elapsedMs / 1_000) };
}

/** Of a release that has failed in a way which no metric may ever tell. */
export function judgeAilment(reason: string): Judgement {
  return { objective: 'process', verdict: 'fail', reason };
}

/** The worst first: a proven failure outweighs what could not be seen. */
const severity = ['fail', 'no-data', 'too-few-samples', 'pass'] as const satisfies readonly Verdict[];

export function worstVerdict(judgements: readonly Judgement[]): Verdict {
  return (
    severity.find((verdict) => judgements.some((judgement) => judgement.verdict === verdict)) ?? 'no-data'
  );
}

/** Each verdict's policy: what becomes of the canary. */
export function isPromoted(verdict: Verdict, allowsUnproven: boolean): boolean {
  switch (verdict) {
    case 'pass':
      return true;
    case 'fail':
      return false;
    case 'no-data':
    case 'too-few-samples':
      return allowsUnproven;
  }
}
