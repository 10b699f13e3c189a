/**
 * A release's process that is on no record: kill -9 can come between its start and the writing of the record. It is
 * known by what only the engine gives it, the folder of the slot's release and its port.
 */
import { realpath } from 'node:fs/promises';
import { endGroup } from '../../programs/process-group.ts';
import { identify, isStillRunning } from '../../programs/process-identity.ts';
import type { DeployConfig } from '../config.ts';
import type { Slot } from '../proxy/slot.ts';
import { releaseFolder } from '../release/manifest.ts';
import { readSlots, type SlotRecord } from '../state/slots.ts';
import { listProcesses, orNothing } from './running-processes.ts';

/** Gives the pids of what it ended. */
export async function endStrays(config: DeployConfig, slot: Slot, graceMs: number): Promise<number[]> {
  const record = (await readSlots(config.root))[slot];
  if (record === undefined) return [];
  const strays = await findStrays(config.root, record);
  for (const pid of strays) {
    const identity = identify(pid);
    await endGroup(pid, () => !isStillRunning(identity), 'SIGTERM', graceMs);
  }
  return strays;
}

async function findStrays(root: string, { release, port }: SlotRecord): Promise<number[]> {
  const own = await orNothing(() => realpath(releaseFolder(root, release)));
  return (await listProcesses())
    .filter(
      ({ folder, variables }) =>
        folder === own && variables.includes(`PORT=${port}`) && variables.includes(`RELEASE=${release}`),
    )
    .map(({ pid }) => pid);
}
