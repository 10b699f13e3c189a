import { endGroup } from './process-group.ts';
import { isStillRunning, lifeOf } from './process-identity.ts';
import { forgetProcess, type ProcessRecord, readProcessRecords } from './process-record.ts';

/**
 * Stops what an earlier process left running in this run folder: only what is proven to be the recorded
 * process (pid, start time and boot), with its group. What a living process other than this one started is
 * no leftover. Records of what is gone are removed. What cannot be told (outside Linux, in another container, hidden
 * from this user) is not stopped, and its record stays. When a process survives even SIGKILL its record
 * stays too, and this throws after all the others were dealt with: whoever repeats the sweep must not wait for it.
 */
export async function sweepLeftovers(runDir: string): Promise<{ name: string; pid: number }[]> {
  const records = readProcessRecords(runDir);
  const swept = await Promise.all(records.map((record) => sweep(runDir, record)));
  const survivors = swept.filter((record) => record !== undefined && isStillRunning(record));
  if (survivors.length > 0) {
    const named = survivors.map((record) => `${record?.name} (pid ${record?.pid})`).join(', ');
    throw new Error(
      `${named} survived SIGKILL and is still recorded in ${runDir}: is its disk hanging? End it by hand, then try again`,
    );
  }
  return swept.flatMap((record) => (record === undefined ? [] : [{ name: record.name, pid: record.pid }]));
}

async function sweep(runDir: string, record: ProcessRecord): Promise<ProcessRecord | undefined> {
  const life = lifeOf(record);
  const isLookedAfter = record.parent.pid !== process.pid && lifeOf(record.parent) !== 'dead';
  if (life === 'running' && !isLookedAfter) {
    await endGroup(record.pid, () => !isStillRunning(record), record.stopSignal, 2_000);
    if (!isStillRunning(record)) forgetProcess(runDir, record.name);
    return record;
  }
  if (life === 'dead') forgetProcess(runDir, record.name);
  return undefined;
}
