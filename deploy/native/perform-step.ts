/** Runs one step of a plan on this machine. Every step may be run again. */
import type { DeployConfig } from '../config.ts';
import type { Step } from '../plan.ts';
import { buildRelease } from '../release/build.ts';
import { requireDependencies, requireRelease, verifyRelease } from '../release/verify.ts';
import { advance, readPointer, retreat, writePointer } from '../state/pointer.ts';
import { awaitHealth } from './health.ts';
import { migrateDatabase } from './migrate.ts';
import { passGate } from './pass-gate.ts';
import { startRelease, stopRelease } from './release-process.ts';
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
  switch (step.kind) {
    case 'build': {
      const { release: id, source, tag } = step;
      const request = { root, source, id, builder: config.by, now: new Date() };
      const manifest = await buildRelease({ ...request, ...(tag === undefined ? {} : { tag }) });
      const { sequence, contentHash, commit, committedAt, files } = manifest;
      const dated = committedAt === undefined ? {} : { committedAt };
      return { sequence, contentHash, commit, ...dated, files: Object.keys(files).length };
    }
    case 'verify': {
      const manifest = await verifyRelease(root, step.release);
      await requireDependencies(root, manifest);
      return { contentHash: manifest.contentHash };
    }
    case 'clear': {
      await drainSlot(config, step.slot);
      return stopped(await stopRelease(config, step.slot));
    }
    case 'migrate':
      return migrateDatabase(config, step.release);
    case 'start':
      return startRelease(config, { release: step.release, slot: step.slot, signal });
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
      return stopped(await stopRelease(config, step.slot));
    case 'stand-by':
      return { until: new Date(Date.now() + 1_000 * step.seconds).toISOString() };
  }
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

function stopped({ pid }: { pid: number | undefined }): StepDetail {
  return pid === undefined ? { nothing: 'was running' } : { pid };
}
