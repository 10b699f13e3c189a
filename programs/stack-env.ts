/**
 * A running stack's addresses: what lets `npm run rollback` and `npm run runbook` in a second terminal find it without
 * being told. The demo's lie in `.tocsin/stack.env` of the clone that started it, those of the containers beside the
 * releases that are deployed to them. Readable by their owner only, since the first holds the database's password.
 */
import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';

type Environment = Readonly<Record<string, string | undefined>>;

const checkoutRoot = dirname(import.meta.dirname);
const defaultFile = join(checkoutRoot, '.tocsin', 'stack.env');

/** Of the containers that releases in this folder are deployed to. */
export function containersFile(deployRoot: string): string {
  return join(deployRoot, 'stack.env');
}

/**
 * The variables of the demo that runs, else of the containers that are up; none when neither is. `STACK_ENV_FILE` names
 * another file than the demo's, and `DEPLOY_TARGET` which of the two is meant.
 */
export function stackEnvironment(env: Environment): Record<string, string> {
  const file = filesMeant(env).find((candidate) => existsSync(candidate));
  if (file === undefined) return {};
  return Object.fromEntries(
    Object.entries(parseEnv(readFileSync(file, 'utf8'))).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

function filesMeant({ STACK_ENV_FILE, DEPLOY_TARGET, DEPLOY_ROOT }: Environment): string[] {
  const ofContainers = containersFile(resolve(checkoutRoot, DEPLOY_ROOT || 'deploy'));
  const ofDemo = STACK_ENV_FILE || defaultFile;
  if (DEPLOY_TARGET === 'compose') return [ofContainers];
  return DEPLOY_TARGET === 'native' ? [ofDemo] : [ofDemo, ofContainers];
}

export async function writeStackEnvironment(
  variables: Readonly<Record<string, string>>,
  file: string = defaultFile,
): Promise<void> {
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
}

export async function removeStackEnvironment(file: string = defaultFile): Promise<void> {
  await rm(file, { force: true });
}
