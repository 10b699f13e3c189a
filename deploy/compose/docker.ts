/** Runs a command of Docker's as it was built (commands.ts). */
import { type RunResult, runCommand } from '../../programs/run.ts';
import type { DockerCommand } from './commands.ts';

export interface DockerOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const timeoutMs = 120_000;

export async function runDocker(
  { args, env }: DockerCommand,
  options: DockerOptions = {},
): Promise<RunResult> {
  return runCommand('docker', args, { timeoutMs, ...options, env });
}

/** Gives what it printed; throws with Docker's last words when it fails. */
export async function askDocker(command: DockerCommand, options: DockerOptions = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await runDocker(command, options);
  if (exitCode === 0) return stdout.trim();
  const words = (stderr.trim() || stdout.trim()).split('\n').slice(-3).join(' | ');
  throw new Error(`docker ${sayShort(command)} failed (exit code ${exitCode}): ${words}`);
}

/** Without the project and the file, which are the same each time. */
function sayShort({ args }: DockerCommand): string {
  return args[0] === 'compose' ? `compose ${args.slice(5).join(' ')}` : args.join(' ');
}
