/** Processes of releases as the kernel knows them, recorded by the engine or not. Linux only. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { hasCode } from '../state/error-code.ts';

export interface ReleaseProcess {
  readonly pid: number;
  readonly release: string;
}

/** Those that run in one of a root's releases. */
export async function listReleaseProcesses(root: string): Promise<ReleaseProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const releases = join(root, 'releases');
  const processes = await Promise.all(
    pids.map(async (pid) => {
      const folder = await folderOf(pid);
      const [release = ''] = folder === undefined ? [] : relative(releases, folder).split('/');
      return { pid: Number(pid), release };
    }),
  );
  return processes.filter(({ release }) => release !== '' && release !== '..');
}

/** Undefined when the process is gone, or is dead and only not waited for. */
async function folderOf(pid: string): Promise<string | undefined> {
  try {
    const folder = await readlink(`/proc/${pid}/cwd`);
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2)) ? undefined : folder;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES')) return undefined;
    throw error;
  }
}
