/** Who holds a lock, and whether that process is provably dead. */
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { identify, type Life, lifeOf, processIdentitySchema } from '../../programs/process-identity.ts';
import { hasCode } from './error-code.ts';
import type { FileSystem } from './file-system.ts';

/** A process that another command can find dead or alive. */
export const holderSchema = z.object({
  host: z.string(),
  process: processIdentitySchema,
});
type Holder = Readonly<z.infer<typeof holderSchema>>;

const ownerSchema = holderSchema.extend({
  token: z.string(),
  by: z.string(),
  verb: z.string(),
  since: z.iso.datetime(),
});
export type LockOwner = Readonly<z.infer<typeof ownerSchema>>;

const readAgainMs = 1_000;

export function ownerOf(token: string, request: { readonly by: string; readonly verb: string }): LockOwner {
  return {
    token,
    process: identify(process.pid),
    host: hostname(),
    since: new Date().toISOString(),
    ...request,
  };
}

/** The owner that a lock file names; undefined when there is no such file. Throws when it stays unreadable. */
export async function readOwner(path: string, files: FileSystem): Promise<LockOwner | undefined> {
  const deadline = performance.now() + readAgainMs;
  for (;;) {
    try {
      return ownerSchema.parse(JSON.parse(await files.readText(path)));
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      // Where there are no links, a lock has its name before it has its contents.
      if (performance.now() > deadline)
        throw new Error(
          `${path} is not a lock that this program wrote; find out who made it, then remove it.`,
          { cause: error },
        );
    }
    await pause(25);
  }
}

/** Of a process on another host nothing can be seen from here. */
export function lifeOfHolder({ host, process }: Holder): Life {
  return host === hostname() ? lifeOf(process) : 'elsewhere';
}

/** A holder of whom nothing is known counts as alive: two at once do harm, and one that waits does not. */
export function isProvenDead(holder: Holder): boolean {
  return lifeOfHolder(holder) === 'dead';
}
