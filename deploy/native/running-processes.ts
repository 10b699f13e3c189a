/** What runs on this machine as the kernel tells it, on record or not. Linux only; elsewhere nobody is ever found. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { waitUntil } from '../../programs/process-group.ts';
import { identify, isStillRunning } from '../../programs/process-identity.ts';
import { hasCode } from '../state/error-code.ts';

export interface RunningProcess {
  readonly pid: number;
  /** Where it runs. */
  readonly folder: string;
  readonly args: readonly string[];
  /** What it was given: "NAME=value". */
  readonly variables: readonly string[];
}

const killTimeoutMs = 2_000;

/** Without those that end meanwhile, and those of other users. */
export async function listProcesses(): Promise<RunningProcess[]> {
  const names = (await orNothing(() => readdir('/proc'))) ?? [];
  const pids = names.filter((name) => /^\d+$/.test(name));
  const processes = await Promise.all(pids.map((pid) => orNothing(() => lookAt(pid))));
  return processes.filter((process) => process !== undefined);
}

/** Each by itself, not its group. Throws when one survives. */
export async function killProcesses(pids: readonly number[]): Promise<void> {
  for (const pid of pids) {
    const identity = identify(pid);
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!hasCode(error, 'ESRCH')) throw error;
    }
    if (!(await waitUntil(() => !isStillRunning(identity), killTimeoutMs)))
      throw new Error(`pid ${pid} survived SIGKILL; is its disk hanging?`);
  }
}

async function lookAt(pid: string): Promise<RunningProcess> {
  const [folder, args, variables] = await Promise.all([
    readlink(`/proc/${pid}/cwd`),
    readList(`/proc/${pid}/cmdline`),
    readList(`/proc/${pid}/environ`),
  ]);
  return { pid: Number(pid), folder, args, variables };
}

/** Each of them ends with a zero. */
async function readList(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8')).split('\0').slice(0, -1);
}

/** Undefined for what is not there any more, or is another user's. */
export async function orNothing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return undefined;
    throw error;
  }
}
