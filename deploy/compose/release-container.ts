/** A release as a container in its slot: started, found again by a later command, ended. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { answersOk } from '../../programs/servers/server.ts';
import type { DeployConfig } from '../config.ts';
import type { Slot } from '../proxy/slot.ts';
import { replaceFile } from '../state/durable-file.ts';
import { addressOf, type SlotRecord, writeSlot } from '../state/slots.ts';
import { releaseEnvironment } from '../steps/release-environment.ts';
import { removeScrapeTarget, writeScrapeTarget } from '../steps/scrape-target.ts';
import { inspectSlot, lastWordsOfSlot, startSlot, stopSlot } from './commands.ts';
import { askDocker, runDocker } from './docker.ts';
import { renderEnvironmentFile } from './environment-file.ts';
import { addressIn, releasePort } from './places.ts';
import { imageOfRelease } from './release-image.ts';

const readyTimeoutMs = 60_000;
const pollMs = 250;
/** Docker answers this from what it has in memory, or hangs. */
const inspectTimeoutMs = 20_000;

/** What there is to know about a slot's container; undefined when there is none. */
export interface ContainerLife {
  readonly id: string;
  readonly isRunning: boolean;
  /** How often Docker had to start it again. */
  readonly restarts: number;
}

const inspectedSchema = z.object({
  Id: z.string(),
  State: z.object({ Running: z.boolean(), Restarting: z.boolean() }),
  RestartCount: z.int(),
});

export async function readLife(config: DeployConfig, slot: Slot): Promise<ContainerLife | undefined> {
  const { exitCode, stdout, stderr } = await runDocker(inspectSlot(config, slot), {
    timeoutMs: inspectTimeoutMs,
  });
  if (exitCode !== 0) {
    if (/no such container/i.test(stderr)) return undefined;
    throw new Error(
      `what runs in slot ${slot} cannot be told: ${stderr.trim().split('\n').at(-1) ?? 'docker says nothing'}`,
    );
  }
  const { Id, State, RestartCount } = inspectedSchema.parse(JSON.parse(stdout));
  return { id: Id.slice(0, 12), isRunning: State.Running && !State.Restarting, restarts: RestartCount };
}

export async function startContainer(
  config: DeployConfig,
  request: { readonly release: string; readonly slot: Slot; readonly signal: AbortSignal },
): Promise<{ address: string; container: string }> {
  const { release, slot, signal } = request;
  const image = await imageOfRelease(config, release);
  const record = { release, host: addressIn(config.subnet, slot), port: releasePort };
  const environmentFile = environmentFileOf(config, slot);
  await mkdir(config.runDir, { recursive: true });
  await replaceFile(
    environmentFile,
    renderEnvironmentFile(await releaseEnvironment(config, release, releasePort)),
  );
  // Before the container is there: what a crash leaves behind must be known.
  await writeSlot(config.root, slot, record);
  await writeScrapeTarget(config, slot, record);
  await askDocker(startSlot(config, slot, { image, environmentFile }), { signal });
  const container = await awaitReady(config, slot, record, signal);
  return { address: addressOf(record), container };
}

/** Ends the container, if there is one, and forgets the slot; its scrape target goes last. */
export async function stopContainer(
  config: DeployConfig,
  slot: Slot,
): Promise<{ container: string } | { nothing: string }> {
  const life = await readLife(config, slot);
  await askDocker(stopSlot(config, slot));
  await writeSlot(config.root, slot, undefined);
  await rm(environmentFileOf(config, slot), { force: true });
  await removeScrapeTarget(config, slot);
  return life === undefined ? { nothing: 'was running' } : { container: life.id };
}

async function awaitReady(
  config: DeployConfig,
  slot: Slot,
  record: SlotRecord,
  signal: AbortSignal,
): Promise<string> {
  const deadline = performance.now() + readyTimeoutMs;
  const url = `http://${addressOf(record)}/health/ready`;
  while (true) {
    const life = await readLife(config, slot);
    const isStanding = life?.isRunning === true && life.restarts === 0;
    if (isStanding && (await answersOk(url))) return life.id;
    const isLate = performance.now() > deadline;
    if (!isStanding || isLate) {
      const fault = isStanding ? `was not ready within ${readyTimeoutMs / 1_000} s` : 'ended while starting';
      throw new Error(`${record.release} ${fault}; its last words: ${await lastWords(config, slot)}`);
    }
    await pause(pollMs, undefined, { signal });
  }
}

async function lastWords(config: DeployConfig, slot: Slot): Promise<string> {
  const { stdout, stderr } = await runDocker(lastWordsOfSlot(config, slot));
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  // What it ended with comes before the stack, and Docker starts it again meanwhile.
  return (lines.findLast((line) => /error|fatal|panic|fail/i.test(line)) ?? lines.at(-1) ?? 'none').trim();
}

function environmentFileOf({ runDir }: DeployConfig, slot: Slot): string {
  return join(runDir, `${slot}.env`);
}
