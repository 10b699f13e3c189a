/**
 * Whether a release burns its budget so fast that somebody would be paged: the conditions of the paging alerts that look
 * at recorded counts of an hour at most, with their tiers, thresholds and guard against chance, on the release's own
 * counts. What is older than the release does not count, so a window that reaches back further is as long as the release.
 */
import { type BurnRateTier, burnRateTiers } from '../../alerts/burn-rate.ts';
import { durationSeconds } from '../../alerts/duration.ts';
import type { Count } from '../../alerts/firing-clauses.ts';
import type { Objective } from '../../alerts/objective.ts';
import { isLongEnough, isOver } from '../../alerts/plan/burn-condition.ts';
import type { CountHistory } from './count-history.ts';

const fastTiers: readonly BurnRateTier[] = burnRateTiers.filter(
  ({ severity, level }) => severity === 'critical' && level === 'base',
);

/** A sentence about the first tier that holds; undefined when none does. */
export function fastBurn(
  { name, target }: Pick<Objective, 'name' | 'target'>,
  history: CountHistory,
  now: number,
): string | undefined {
  for (const tier of fastTiers) {
    const long = history.over(durationSeconds(tier.longWindow), now);
    const short = history.over(durationSeconds(tier.shortWindow), now);
    if (isLongEnough(long, tier, target) && isOver(short, tier, target))
      return `${name}: ${shareOf(long)} in the last ${tier.longWindow} that it has had, ${shareOf(short)} in the last ${tier.shortWindow}, which is what ${tier.name} pages for`;
  }
  return undefined;
}

function shareOf({ bad, total }: Count): string {
  return `${bad} of ${total} requests bad`;
}
