/** A release as a process on this machine: started in a slot, found again by a later command, ended. */
import { startChild } from '../../programs/child.ts';
import { freePort } from '../../programs/ports.ts';
import { endGroup } from '../../programs/process-group.ts';
import { isStillRunning, lifeOf } from '../../programs/process-identity.ts';
import { forgetProcess, readProcessRecord } from '../../programs/process-record.ts';
import { answersOk } from '../../programs/servers/server.ts';
import type { DeployConfig } from '../config.ts';
import type { Slot } from '../proxy/slot.ts';
import { releaseFolder } from '../release/manifest.ts';
import { writeSlot } from '../state/slots.ts';
import { releaseEnvironment } from '../steps/release-environment.ts';
import { removeScrapeTarget, writeScrapeTarget } from '../steps/scrape-target.ts';
import { endStrays } from './stray-process.ts';

const readyTimeoutMs = 60_000;
/** The desk drains and flushes within 5 s of SIGTERM (SHUTDOWN_TIMEOUT_MS); then some. */
const stopGraceMs = 10_000;

/** Starts a release on a free port, lets Prometheus know, and waits for /health/ready. Throws when it does not come up. */
export async function startRelease(
  config: DeployConfig,
  request: { readonly release: string; readonly slot: Slot; readonly signal: AbortSignal },
): Promise<{ port: number; pid: number; logPath: string }> {
  const { release, slot, signal } = request;
  const port = await freePort();
  // Before the process is there: what a crash leaves behind must be known.
  await writeSlot(config.root, slot, { release, port });
  await writeScrapeTarget(config, slot, { release, port });
  const { pid, logPath } = await startChild({
    name: processName(config, slot),
    command: process.execPath,
    args: ['--import', './service/telemetry/start.ts', 'service/main.ts'],
    cwd: releaseFolder(config.root, release),
    env: await releaseEnvironment(config, release, port),
    runDir: config.runDir,
    readyTimeoutMs,
    stopGraceMs,
    signal,
    ready: () => answersOk(`http://127.0.0.1:${port}/health/ready`),
  });
  return { port, pid, logPath };
}

export function isReleaseRunning(config: DeployConfig, slot: Slot): boolean {
  const record = readProcessRecord(config.runDir, processName(config, slot));
  return record !== undefined && isStillRunning(record);
}

/**
 * Ends the process of a slot, if there is one, and forgets the slot. Its scrape target goes last: a target that is
 * gone while the process lives would hide it. Throws when the process cannot be ended or told from another.
 */
export async function stopRelease(config: DeployConfig, slot: Slot): Promise<{ pid: number | undefined }> {
  const name = processName(config, slot);
  const record = readProcessRecord(config.runDir, name);
  const life = record === undefined ? 'dead' : lifeOf(record);
  if (record !== undefined && life === 'unknown')
    throw new Error(
      `whether pid ${record.pid} is still the process of slot ${slot} cannot be told from here; end it by hand.`,
    );
  const isRunning = record !== undefined && life === 'running';
  if (isRunning) await endGroup(record.pid, () => !isStillRunning(record), record.stopSignal, stopGraceMs);
  if (isRunning && isStillRunning(record))
    throw new Error(`pid ${record.pid} of slot ${slot} survived SIGKILL; is its disk hanging?`);
  // Its own process is gone by now: whoever still is what this slot started, is on no record.
  const [stray] = await endStrays(config, slot, stopGraceMs);
  forgetProcess(config.runDir, name);
  await writeSlot(config.root, slot, undefined);
  await removeScrapeTarget(config, slot);
  return { pid: isRunning ? record.pid : stray };
}

function processName(config: DeployConfig, slot: Slot): string {
  return `${config.service}-${config.environment}-${slot}`;
}
