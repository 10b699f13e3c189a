/**
 * A running stack's addresses, in `.tocsin/stack.env` of the clone that started it: what lets `npm run rollback` and
 * `npm run runbook` in a second terminal find it without being told. Readable by its owner only, since it holds the
 * database's password.
 */
import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';

const defaultFile = join(dirname(import.meta.dirname), '.tocsin', 'stack.env');

/** The stack's variables; none when nothing runs. `STACK_ENV_FILE` names another file. */
export function stackEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const file = env.STACK_ENV_FILE ?? defaultFile;
  if (!existsSync(file)) return {};
  return Object.fromEntries(
    Object.entries(parseEnv(readFileSync(file, 'utf8'))).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
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
