/** What a release and its migration are given: the variables it knows itself, and nothing else of the deployer's. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkoutRoot, type DeployConfig } from '../config.ts';
import { variablesFile } from '../release/files.ts';
import { compiledFolder, releaseFolder } from '../release/manifest.ts';
import { hasCode } from '../state/error-code.ts';

export async function releaseEnvironment(
  config: DeployConfig,
  release: string,
  port: number,
): Promise<Readonly<Record<string, string>>> {
  const names = await readVariableNames(config.root, release);
  return {
    ...Object.fromEntries(Object.entries(config.variables).filter(([name]) => names.has(name))),
    SERVICE_NAME: config.service,
    ENVIRONMENT: config.environment,
    HOST: '127.0.0.1',
    PORT: String(port),
    RELEASE: release,
    NODE_COMPILE_CACHE: join(config.root, compiledFolder, release),
  };
}

/** The service's tests hold this file to its parser in both directions. A release without one goes by the checkout's. */
async function readVariableNames(root: string, release: string): Promise<ReadonlySet<string>> {
  const example = await readFile(join(releaseFolder(root, release), variablesFile), 'utf8').catch(
    (error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error;
      return readFile(join(checkoutRoot, variablesFile), 'utf8');
    },
  );
  return new Set([...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(([, name = '']) => name));
}
