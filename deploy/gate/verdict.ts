/** One objective's counts for the new release alone, and what they prove. */

import type { CountedObjective } from '../../alerts/objective.ts';
import { poissonTail } from '../../alerts/poisson.ts';

export type Verdict = 'pass' | 'fail' | 'no-data' | 'too-few-samples';

/** Since the release's process started; undefined where Prometheus has no series or gives no answer. */
export interface Reading {
  readonly objective: CountedObjective;
  readonly counts: { readonly bad: number; readonly total: number } | undefined;
  /** Why there are no counts. */
  readonly missing?: string;
}

export interface Judgement {
  readonly objective: string;
  readonly verdict: Verdict;
  readonly reason: string;
}

/**
 * Fails when that many bad events would come from a release that just keeps its objective less often than `chance`
 * (exact, from the Poisson distribution): one unlucky request in a short window is no proof, and with many requests the
 * limit is the objective itself. That is stricter than the usual "errors under 1 %, p95 in time" where the catalog is.
 */
export function judge(
  { objective, counts, missing }: Reading,
  minimumSamples: number,
  chance: number,
): Judgement {
  const { name, target } = objective;
  if (counts === undefined)
    return { objective: name, verdict: 'no-data', reason: `${name}: no data (${missing ?? 'no series'})` };
  const { bad, total } = counts;
  const figures = `${name}: ${bad} of ${total} requests bad, objective ${Number((100 * target).toPrecision(6))} % good`;
  if (total < minimumSamples)
    return { objective: name, verdict: 'too-few-samples', reason: `${figures}, ${minimumSamples} needed` };
  const expected = total * (1 - target);
  const isFailing = bad > expected && poissonTail(expected, bad) < chance;
  return { objective: name, verdict: isFailing ? 'fail' : 'pass', reason: figures };
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
