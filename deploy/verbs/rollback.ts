import type { DeployConfig } from '../config.ts';
import { isReady } from '../native/health.ts';
import { readAppliedMigrations } from '../native/migrate.ts';
import { observe } from '../native/observe.ts';
import { planRollback } from '../plan.ts';
import type { Manifest } from '../release/manifest.ts';
import { listReleases } from '../release/release-id.ts';
import { requireSchemaFit } from '../release/schema-fit.ts';
import { verifyRelease } from '../release/verify.ts';
import { chooseWayBack, isStandby } from '../situation.ts';
import type { Pointer } from '../state/pointer.ts';
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
    await requireFit(config, await verifyRelease(config.root, release));
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

/** No migration is run or taken back by a rollback, so the database must do as it is. */
async function requireFit(config: DeployConfig, manifest: Manifest): Promise<void> {
  if (manifest.schema === null) return;
  await requireSchemaFit(config.root, manifest, await readAppliedMigrations(config, manifest.id));
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
