/**
 * A release's process that is on no record: kill -9 can come between its start and the writing of the record. It is
 * known by what only the engine gives it, the folder of the slot's release and its port. Linux only; elsewhere nobody is
 * ever found.
 */
import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { endGroup } from '../../programs/process-group.ts';
import { identify, isStillRunning } from '../../programs/process-identity.ts';
import type { DeployConfig } from '../config.ts';
import type { Slot } from '../proxy/slot.ts';
import { releaseFolder } from '../release/manifest.ts';
import { hasCode } from '../state/error-code.ts';
import { readSlots, type SlotRecord } from '../state/slots.ts';

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

async function findStrays(root: string, record: SlotRecord): Promise<number[]> {
  const folder = await orNothing(() => realpath(releaseFolder(root, record.release)));
  const names = (await orNothing(() => readdir('/proc'))) ?? [];
  const pids = names.filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      if ((await orNothing(() => readlink(`/proc/${pid}/cwd`))) !== folder) return false;
      const variables = (await orNothing(() => readFile(`/proc/${pid}/environ`, 'utf8')))?.split('\0');
      return variables?.includes(`PORT=${record.port}`) && variables.includes(`RELEASE=${record.release}`);
    }),
  );
  return folder === undefined ? [] : pids.filter((_, index) => found[index]).map(Number);
}

/** Undefined for what is not there any more, or is another user's. */
async function orNothing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return undefined;
    throw error;
  }
}
