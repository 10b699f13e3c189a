/**
 * Whose releases a root holds. Pointer and slots name no service and no environment, so that without this a command
 * told another environment would move the traffic of this one.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from './durable-file.ts';
import { hasCode } from './error-code.ts';

const identitySchema = z.object({
  service: z.string(),
  environment: z.string(),
  /** A slot that holds a process says nothing to who looks for a container. */
  target: z.enum(['native', 'compose']).default('native'),
});
export type Identity = Readonly<z.infer<typeof identitySchema>>;

/** Throws when the root belongs to another service, environment or target; nobody's root is anybody's. */
export async function requireIdentity(
  root: string,
  { service, environment, target }: Identity,
): Promise<void> {
  const owner = await readIdentity(root);
  if (owner === undefined) return;
  if (owner.service === service && owner.environment === environment) {
    if (owner.target === target) return;
    throw new Error(
      `${root} holds releases that run by the target ${owner.target}, and this is meant for ${target}. Nothing was touched. Set DEPLOY_TARGET=${owner.target}, or DEPLOY_ROOT to another folder.`,
    );
  }
  throw new Error(
    `${root} holds ${owner.service} in ${owner.environment}, and this is meant for ${service} in ${environment}. Nothing was touched. Set DEPLOY_SERVICE and ENVIRONMENT to what it holds, or DEPLOY_ROOT to another folder.`,
  );
}

/** Written once, by the first operation. Only the holder of the lock may call this. */
export async function claimIdentity(root: string, { service, environment, target }: Identity): Promise<void> {
  if ((await readIdentity(root)) !== undefined) return;
  await replaceFile(identityPath(root), `${JSON.stringify({ service, environment, target })}\n`);
}

async function readIdentity(root: string): Promise<Identity | undefined> {
  const path = identityPath(root);
  try {
    return identitySchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw new Error(
      `${path} is damaged; write {"service": ..., "environment": ..., "target": ...} there, as the slots' process records name them.`,
      { cause: error },
    );
  }
}

function identityPath(root: string): string {
  return join(root, 'identity.json');
}
