/** Runs one step of a plan on this machine. Every step may be run again. */
import { serviceNamed } from '../../alerts/catalog.ts';
import { isCounted } from '../../alerts/objective.ts';
import type { DeployConfig } from '../config.ts';
import type { Step } from '../plan.ts';
import { describeRecovery } from '../recovery/describe-recovery.ts';
import { watchRecovery } from '../recovery/watch-recovery.ts';
import { buildRelease } from '../release/build.ts';
import { describeFreed } from '../release/describe-pruning.ts';
import { free, planPruning } from '../release/prune.ts';
import { refuseBreakingMigration } from '../release/schema-fit.ts';
import { requireRelease, verifyRelease } from '../release/verify.ts';
import { advance, readPointer, retreat, writePointer } from '../state/pointer.ts';
import { watchUntil } from '../state/watcher.ts';
import { targetOf } from '../target-of.ts';
import { awaitHealth } from './health.ts';
import { migrateDatabase, readAppliedMigrations } from './migrate.ts';
import { passGate } from './pass-gate.ts';
import { confirmServing, drainSlot, serveFrom, shareTraffic } from './traffic.ts';

export interface StepTools {
  readonly config: DeployConfig;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What there is to tell about a step, for the journal and for whoever watches; `failure` when it did not succeed. */
export interface StepDetail {
  readonly failure?: string;
  readonly [fact: string]: unknown;
}

export async function performStep(step: Step, tools: StepTools): Promise<StepDetail> {
  const { config, signal } = tools;
  const { root } = config;
  const target = targetOf(config);
  switch (step.kind) {
    case 'build': {
      const { release: id, source, tag } = step;
      const request = { root, source, id, builder: config.by, now: new Date(), signal };
      const { manifest, dependencies } = await buildRelease({
        ...request,
        ...(tag === undefined ? {} : { tag }),
        ...target.imageMaker(config, { release: id, source, signal }),
      });
      const { sequence, contentHash, commit, committedAt, imageDigest, files } = manifest;
      const dated = {
        ...(committedAt === undefined ? {} : { committedAt }),
        ...(imageDigest === undefined ? {} : { imageDigest }),
      };
      const made = { files: Object.keys(files).length, dependencies: dependencies.origin };
      return { sequence, contentHash, commit, ...dated, ...made };
    }
    case 'verify': {
      const { contentHash } = await verifyRelease(root, step.release);
      return { contentHash };
    }
    case 'clear': {
      await drainSlot(config, step.slot);
      return target.stop(config, step.slot);
    }
    case 'migrate': {
      const manifest = await requireRelease(root, step.release);
      // What a newer release took away stays away, whatever this one adds.
      if (manifest.schema !== null)
        await refuseBreakingMigration(root, manifest, await readAppliedMigrations(config, step.release));
      return migrateDatabase(config, step.release);
    }
    case 'end-migration':
      return target.endMigration(config);
    case 'start':
      return target.start(config, { release: step.release, slot: step.slot, signal });
    case 'health':
      return awaitHealth(config, step, signal);
    case 'canary':
      await shareTraffic(config, step);
      return { percent: step.percent };
    case 'gate':
      return passGate(step, tools);
    case 'skip-gate':
      return { gate: 'skipped', reason: step.reason };
    case 'serve':
      // The proxy takes a while to see that a process has died.
      if (step.instead !== undefined && !(await target.isRunning(config, step.slot)))
        throw new Error(`what ran in slot ${step.slot} has died; ${step.instead} keeps the traffic.`);
      await serveFrom(config, step.slot, step.instead);
      return {};
    case 'confirm':
      await confirmServing(config, step.slot);
      return {};
    case 'point':
      return movePointer(root, step.release, step.move);
    case 'drain':
      return drainSlot(config, step.slot);
    case 'stop':
      return target.stop(config, step.slot);
    case 'recover':
      return seeRecovery(step, tools);
    case 'prune':
      return pruneQuietly(config, step.keep);
    case 'stand-by':
      return watchUntil(new Date(Date.now() + 1_000 * step.seconds));
  }
}

async function seeRecovery(
  { release, slot }: Extract<Step, { kind: 'recover' }>,
  { config, signal }: StepTools,
): Promise<StepDetail> {
  const { verdict, judgements, seconds } = await watchRecovery({
    objectives: serviceNamed(config.service)
      .objectives.filter(isCounted)
      .filter(({ kind }) => kind === 'availability'),
    environment: config.environment,
    release,
    prometheusUrl: config.prometheusUrl,
    ailment: await targetOf(config).followLife(config, { release, slot }),
    signal,
  });
  const told = describeRecovery(
    verdict,
    judgements.map(({ reason }) => reason),
  );
  return { verdict, seconds, told, ...(verdict === 'fail' ? { failure: told } : {}) };
}

async function movePointer(root: string, id: string, move: 'advance' | 'retreat'): Promise<StepDetail> {
  const current = await readPointer(root);
  const { sequence } = await requireRelease(root, id);
  const next = { id, sequence };
  const pointer =
    move === 'retreat' && current !== undefined ? retreat(current, next) : advance(current, next);
  // Run again after a crash, there is nothing left to move.
  if (current?.id !== id) await writePointer(root, pointer);
  return { sequence, previous: pointer.previous };
}

/** A deployment that serves has succeeded, whatever becomes of what is left over. */
async function pruneQuietly(config: DeployConfig, keep: number): Promise<StepDetail> {
  try {
    const { freeable } = await planPruning(config.root, keep);
    await free(config.root, freeable);
    await targetOf(config).freeUnused(config);
    return { freed: describeFreed(freeable) };
  } catch (error) {
    return { skipped: error instanceof Error ? error.message : String(error) };
  }
}
