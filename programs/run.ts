import { spawn } from 'node:child_process';
import { readProgramsConfig } from './config.ts';

export interface RunOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly timeoutMs?: number;
  /** Added to the whole environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
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
 * Throws when it cannot be started or takes longer than the timeout (it is killed then).
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const { input, timeoutMs = 60_000, env, ...where } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...where,
      env: { ...readProgramsConfig().toolEnv, ...env },
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
    child.once('error', (cause) => {
      clearTimeout(timer);
      reject(new Error(`${command} could not be run: ${cause.message}`, { cause }));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
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
