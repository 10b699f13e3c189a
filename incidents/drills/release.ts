/** Puts a release out through the deploy engine's own verb. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lockOwner } from '../../deploy/state/lock.ts';
import { readPointer } from '../../deploy/state/pointer.ts';
import type { SourcePatch } from './drill.ts';
import { copyPatchedSource } from './patched-source.ts';
import { pollUntil } from './poll.ts';
import { runStackCommand, type StackCommand } from './stack/stack-command.ts';

const promotionTimeoutMs = 180_000;

export type Verbs = Omit<StackCommand, 'name' | 'args'>;

interface ReleaseOrder {
  readonly name: string;
  readonly args: readonly string[];
  readonly patches?: readonly SourcePatch[];
}

/** Resolves to the id of the release that serves now. */
export async function putOutRelease(verbs: Verbs, release: ReleaseOrder): Promise<string> {
  await runStackCommand(await deployCommand(verbs, release));
  return servingRelease(verbs);
}

/**
 * Resolves once the release has all the traffic and is watched; `end` when the command has taken it back, and rejects
 * when it ends otherwise.
 */
export async function putOutWatched(
  verbs: Verbs,
  release: ReleaseOrder,
): Promise<{ readonly release: string; readonly end: Promise<void> }> {
  const before = await servingRelease(verbs);
  const end = runStackCommand({ ...(await deployCommand(verbs, release)), expectedExitCode: 1 });
  const isWatched = async (): Promise<string | undefined> => {
    const current = await servingRelease(verbs);
    return current !== before && (await lockOwner(verbs.env.DEPLOY_ROOT ?? '')) === undefined
      ? current
      : undefined;
  };
  const serving = pollUntil(isWatched, {
    timeoutMs: promotionTimeoutMs,
    signal: verbs.signal,
    failure: () => `the release was not promoted within ${promotionTimeoutMs / 1000} s`,
  });
  const endsBefore = end.then(() =>
    Promise.reject(new Error('the command ended before its release was watched')),
  );
  return { release: await Promise.race([serving, endsBefore]), end };
}

async function deployCommand(verbs: Verbs, release: ReleaseOrder): Promise<StackCommand> {
  const source = join(verbs.runDir, `source-${release.name}`);
  const isPatched = release.patches !== undefined;
  if (isPatched) {
    await rm(source, { recursive: true, force: true });
    await copyPatchedSource(verbs.root, source, release.patches ?? []);
  }
  return {
    ...verbs,
    name: `deploy-${release.name}`,
    args: ['deploy/main.ts', 'deploy', ...(isPatched ? ['--source', source] : []), ...release.args],
  };
}

/** What `current` says; throws when nothing was ever deployed. */
export async function servingRelease({ env }: Verbs): Promise<string> {
  const pointer = await readPointer(env.DEPLOY_ROOT ?? '');
  if (pointer === undefined)
    throw new Error(`there is no "current" in ${env.DEPLOY_ROOT}: nothing is deployed`);
  return pointer.id;
}
