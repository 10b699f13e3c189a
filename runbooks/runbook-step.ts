/** Runs one step of a runbook in a shell of its own and says what happened. */
import { spawn } from 'node:child_process';
import type { Step } from './runbook.ts';

export interface StepResult {
  readonly exitCode: number;
  /** What it printed, both streams as they came, at most `outputLimitBytes`. */
  readonly output: string;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Undefined when the step worked; otherwise why it did not. */
  readonly fault?: string;
}

/** A record on an incident is for reading: the head of a long output is enough, the rest stays in the terminal. */
const outputLimitBytes = 16 * 1024;

/** Resolves whatever the step does; only a shell that cannot be started rejects. */
export async function runStep(
  step: Step,
  options: {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly onOutput?: (text: string) => void;
  },
): Promise<StepResult> {
  const startedAt = new Date().toISOString();
  // A process group of its own, so that a timeout also ends what the shell started.
  const child = spawn('sh', ['-eu', '-c', step.command], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let isTimedOut = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      options.onOutput?.(text);
      output = (output + text).slice(0, outputLimitBytes);
    });
  }
  const timer = setTimeout(() => {
    isTimedOut = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, step.timeoutMs);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', (error) =>
      reject(new Error(`step "${step.name}": no shell could be started`, { cause: error })),
    );
    child.once('close', (code) => resolve(code ?? 1));
  }).finally(() => clearTimeout(timer));
  const fault = faultOf(step, { exitCode, output, isTimedOut });
  return {
    exitCode,
    output,
    startedAt,
    endedAt: new Date().toISOString(),
    ...(fault === undefined ? {} : { fault }),
  };
}

function faultOf(
  step: Step,
  { exitCode, output, isTimedOut }: { exitCode: number; output: string; isTimedOut: boolean },
): string | undefined {
  if (isTimedOut) return `not done within ${step.timeoutMs / 1000} s`;
  if (exitCode !== 0) return `exit code ${exitCode}`;
  if (step.expect !== undefined && !step.expect.test(output)) return `output does not match ${step.expect}`;
  return undefined;
}
