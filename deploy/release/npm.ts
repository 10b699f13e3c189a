import { runOrThrow } from '../../programs/run.ts';

const timeoutMs = 300_000;

/** Runs npm in a folder and gives what it printed. Throws with its last words when it fails. */
export async function runNpm(folder: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  // On Windows npm is a batch file, which only a shell can run.
  const [command, before] = process.platform === 'win32' ? ['cmd.exe', ['/d', '/c', 'npm']] : ['npm', []];
  const { stdout } = await runOrThrow(command, [...before, ...args], { cwd: folder, timeoutMs, signal });
  return stdout;
}
