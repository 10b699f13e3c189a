import { spawn } from 'node:child_process';
import { readProgramsConfig } from './config.ts';

export interface RunOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly timeoutMs?: number;
  /** Added to what the command inherits. */
  readonly env?: Readonly<Record<string, string>>;
  /** The whole environment of this process, or only what every supervised child gets; the whole unless told otherwise. */
  readonly inherits?: 'everything' | 'child-variables';
  /** Kills the command and rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  readonly uid?: number;
  readonly gid?: number;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command to its end and gives what it said, whatever its exit code.
 * Throws when it cannot be started, takes longer than the timeout or is aborted (it is killed then).
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const { input, timeoutMs = 60_000, env, inherits = 'everything', signal, ...where } = options;
  signal?.throwIfAborted();
  const { toolEnv, childEnv } = readProgramsConfig();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...where,
      env: { ...(inherits === 'everything' ? toolEnv : childEnv), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(
        new Error(`${command} ${args[0] ?? ''} did not end within ${timeoutMs / 1000} s and was killed`),
      );
    }, timeoutMs);
    const onAbort = (): void => {
      child.kill('SIGKILL');
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', onAbort);
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    child.once('error', (cause) => {
      settle();
      reject(new Error(`${command} could not be run: ${cause.message}`, { cause }));
    });
    child.once('close', (code) => {
      settle();
      resolve({
        exitCode: code ?? 1,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      });
    });
    // A program that does not read its input closes the pipe: that is no failure.
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

/** Like runCommand, and throws with the command's last words when its exit code is not 0. */
export async function runOrThrow(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const result = await runCommand(command, args, options);
  if (result.exitCode !== 0) {
    const lastLines = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-3).join(' | ');
    throw new Error(`${command} ${args.join(' ')} failed (exit code ${result.exitCode}): ${lastLines}`);
  }
  return result;
}
