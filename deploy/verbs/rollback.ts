import type { DeployConfig } from '../config.ts';
import { planRollback } from '../plan.ts';
import { listReleases } from '../release/release-id.ts';
import { requireSchemaFit } from '../release/schema-fit.ts';
import { requireRelease, verifyRelease } from '../release/verify.ts';
import { chooseWayBack, isStandby } from '../situation.ts';
import type { Pointer } from '../state/pointer.ts';
import { isReady } from '../steps/health.ts';
import { readAppliedMigrations } from '../steps/migrate.ts';
import { observe } from '../steps/observe.ts';
import { carryOut, type VerbTools } from './carry-out.ts';

export interface RollbackOptions {
  /** A release's id; the last good one unless told otherwise. */
  readonly to: string | undefined;
  readonly reason: string | undefined;
  /** Not to wait for the figures that tell whether it helped. */
  readonly isUnproven: boolean;
  readonly isDryRun: boolean;
}

/** Goes back to an earlier release and does not say done before users get it. */
export async function rollback(
  { to, reason, isUnproven, isDryRun }: RollbackOptions,
  tools: VerbTools,
): Promise<number> {
  const { config } = tools;
  return carryOut('rollback', isDryRun, tools, async () => {
    const situation = await observe(config);
    const { pointer } = situation;
    const release = to ?? (await lastGood(pointer, config.root));
    const way = chooseWayBack(situation, release);
    if (way.old?.isRunning && way.old.record?.release === release && pointer?.id === release)
      throw new Error(`${release} is current already; name an earlier one with --to.`);
    await requireUsable(config, release);
    const target = situation.slots.find(({ slot }) => slot === way.next);
    const isStandingBy =
      target?.record?.release === release &&
      isStandby(target, situation) &&
      (await isReady(config, way.next));
    const plan = planRollback({ release, way, isStandingBy, isProven: !isUnproven });
    return {
      release,
      previous: pointer?.id,
      plan,
      overrides: [...(to === undefined ? [] : [`--to ${to}`]), ...(isUnproven ? ['--no-wait'] : [])],
      reason,
    };
  });
}

/**
 * The release must be what was built, and the database must do as it is, since a rollback runs no migration and takes none
 * back. Both take a good part of a second: the database is asked while the files are read.
 */
async function requireUsable(config: DeployConfig, release: string): Promise<void> {
  const { schema } = await requireRelease(config.root, release);
  const [verified, asked] = await Promise.allSettled([
    verifyRelease(config.root, release),
    schema === null ? [] : readAppliedMigrations(config, release),
  ]);
  // What a changed release says of the database is worth nothing.
  if (verified.status === 'rejected') throw verified.reason;
  if (asked.status === 'rejected') throw asked.reason;
  await requireSchemaFit(config.root, verified.value, asked.value);
}

/** The latest release that served well before; one that a person removed cannot be gone back to. */
async function lastGood(pointer: Pointer | undefined, root: string): Promise<string> {
  const there = await listReleases(root);
  const id = pointer?.previous.find((candidate) => there.includes(candidate));
  if (id !== undefined) return id;
  throw new Error(
    pointer === undefined
      ? `nothing was deployed to ${root} yet, so there is nothing to go back to.`
      : `${pointer.id} is the only good release in ${root}, so there is nothing to go back to; name another with --to.`,
  );
}
