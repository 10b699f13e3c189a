import { isReady } from '../native/health.ts';
import { observe } from '../native/observe.ts';
import { planRollback } from '../plan.ts';
import { requireDependencies, verifyRelease } from '../release/verify.ts';
import { chooseWayBack, isStandby } from '../situation.ts';
import type { Pointer } from '../state/pointer.ts';
import { carryOut, type VerbTools } from './carry-out.ts';

export interface RollbackOptions {
  /** A release's id; the last good one unless told otherwise. */
  readonly to: string | undefined;
  readonly reason: string | undefined;
  readonly isDryRun: boolean;
}

/** Goes back to an earlier release and does not say done before users get it. */
export async function rollback({ to, reason, isDryRun }: RollbackOptions, tools: VerbTools): Promise<number> {
  const { config } = tools;
  return carryOut('rollback', isDryRun, tools, async () => {
    const situation = await observe(config);
    const { pointer } = situation;
    const release = to ?? lastGood(pointer, config.root);
    const way = chooseWayBack(situation, release);
    if (way.old?.isRunning && way.old.record?.release === release && pointer?.id === release)
      throw new Error(`${release} is current already; name an earlier one with --to.`);
    await requireDependencies(config.root, await verifyRelease(config.root, release));
    const target = situation.slots.find(({ slot }) => slot === way.next);
    const isStandingBy =
      target?.record?.release === release &&
      isStandby(target, situation) &&
      (await isReady(config, way.next));
    const plan = planRollback({ release, way, isStandingBy });
    return {
      release,
      previous: pointer?.id,
      plan,
      overrides: to === undefined ? [] : [`--to ${to}`],
      reason,
    };
  });
}

function lastGood(pointer: Pointer | undefined, root: string): string {
  const id = pointer?.previous[0];
  if (id !== undefined) return id;
  throw new Error(
    pointer === undefined
      ? `nothing was deployed to ${root} yet, so there is nothing to go back to.`
      : `${pointer.id} is the only good release in ${root}, so there is nothing to go back to; name another with --to.`,
  );
}
