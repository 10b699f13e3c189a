import { chmodSync, chownSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** How to run a program that refuses root: as whom, and behind which command. */
export interface Unprivileged {
  readonly uid: number;
  readonly gid: number;
  /** The command and arguments that run it as that user. */
  commandFor(program: string, args: readonly string[]): { command: string; args: string[] };
  /** Gives a file or folder to that user alone. */
  own(path: string, mode: number): void;
}

/**
 * undefined when this process is no root. As root it is the user `nobody`, which every system has: no user
 * is made. Where that user cannot reach the paths (a clone below /root, or in a folder of mode 0700), it
 * gets the one capability to search folders, through setpriv, and nothing more.
 */
export function unprivilegedUser(mustReach: readonly string[]): Unprivileged | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = nobody();
  const isReachable = mustReach.every(canOthersReach);
  return {
    uid,
    gid,
    commandFor: (program, args) => {
      const capability = isReachable ? undefined : searchCapability();
      const grants =
        capability === undefined ? [] : [`--inh-caps=-all,+${capability}`, `--ambient-caps=+${capability}`];
      return {
        command: 'setpriv',
        args: [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...grants, '--', program, ...args],
      };
    },
    own: (path, mode) => {
      chmodSync(path, mode);
      chownSync(path, uid, gid);
    },
  };
}

function nobody(): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) {
    throw new Error(
      'PostgreSQL does not run as root, and there is no user "nobody" in /etc/passwd to run it as: start this as an ordinary user',
    );
  }
  return { uid: Number(uid), gid: Number(gid) };
}

/** Whether the "others" may pass every folder above the path (access lists aside). */
function canOthersReach(path: string): boolean {
  const parent = dirname(path);
  return parent === path || ((statSync(parent).mode & 0o001) !== 0 && canOthersReach(parent));
}

/** Which of the two capabilities that pass folders this root may hand on (a container may lack the first). */
function searchCapability(): string {
  const status = readFileSync('/proc/self/status', 'utf8');
  const bounding = BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  if ((bounding >> 2n) & 1n) return 'dac_read_search';
  if ((bounding >> 1n) & 1n) return 'dac_override';
  throw new Error(
    'PostgreSQL runs as "nobody" when started by root, and that user cannot enter this folder: move the clone to where every user may enter, or start as an ordinary user',
  );
}
