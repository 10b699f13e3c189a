/** Puts a release out through the deploy engine's own verb. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readPointer } from '../../deploy/state/pointer.ts';
import type { SourcePatch } from './drill.ts';
import { copyPatchedSource } from './patched-source.ts';
import { runStackCommand, type StackCommand } from './stack/stack-command.ts';

export type Verbs = Omit<StackCommand, 'name' | 'args'>;

/** Resolves to the id of the release that serves now. */
export async function putOutRelease(
  verbs: Verbs,
  release: {
    readonly name: string;
    readonly args: readonly string[];
    readonly patches?: readonly SourcePatch[];
  },
): Promise<string> {
  const source = join(verbs.runDir, `source-${release.name}`);
  const isPatched = release.patches !== undefined;
  if (isPatched) {
    await rm(source, { recursive: true, force: true });
    await copyPatchedSource(verbs.root, source, release.patches ?? []);
  }
  await runStackCommand({
    ...verbs,
    name: `deploy-${release.name}`,
    args: ['deploy/main.ts', 'deploy', ...(isPatched ? ['--source', source] : []), ...release.args],
  });
  return servingRelease(verbs);
}

/** What `current` says; throws when nothing was ever deployed. */
export async function servingRelease({ env }: Verbs): Promise<string> {
  const pointer = await readPointer(env.DEPLOY_ROOT ?? '');
  if (pointer === undefined)
    throw new Error(`there is no "current" in ${env.DEPLOY_ROOT}: nothing is deployed`);
  return pointer.id;
}
