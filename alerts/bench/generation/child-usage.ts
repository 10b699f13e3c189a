/** Runs a program to its end and says what it took. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { readProgramsConfig } from '../../../programs/config.ts';

export interface Usage {
  /** On the clock, from its start to its end. */
  readonly seconds: number;
  /** Of all cores together; undefined where the program cannot say it itself. */
  readonly cpuSeconds?: number;
  /** Resident memory at its peak; undefined where neither the program nor the system says it. */
  readonly peakMegabytes?: number;
}

/** How often the system is asked for a foreign program's peak, which only ever grows. */
const askEveryMs = 10;

/** `env` comes on top of this process's own. Throws an Error with the program's last words when its exit code is not 0. */
export async function runMeasured(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Usage & { readonly stdout: string }> {
  const begun = performance.now();
  const child = spawn(command, args, {
    env: { ...readProgramsConfig().toolEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  let hasEnded = false;
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new Error(`${command} could not be run: ${cause.message}`, { cause })),
    );
    child.once('close', (code) => {
      hasEnded = true;
      resolve(code);
    });
  });
  let peak: number | undefined;
  const watched = (async () => {
    while (!hasEnded && child.pid !== undefined) {
      peak = (await peakMegabytesOf(child.pid)) ?? peak;
      await pause(askEveryMs);
    }
  })();
  const code = await ended;
  const seconds = (performance.now() - begun) / 1000;
  await watched;
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${output.stderr.trim().slice(-500)}`);
  return { seconds, ...(peak === undefined ? {} : { peakMegabytes: peak }), stdout: output.stdout };
}

/** Linux only. */
async function peakMegabytesOf(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1000;
}
