/** Runs one step of a runbook in a shell of its own and says what happened. */
import { spawn } from 'node:child_process';
import { endGroup } from '../programs/process-group.ts';
import { forgetProcess, recordProcess } from '../programs/process-record.ts';
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

export interface StepOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the step is recorded while it runs, so that whoever stops the stack finds it; nowhere when not given. */
  readonly runDir?: string | undefined;
  /** Aborted, the step is ended like one that takes too long; its reason tells why. */
  readonly signal?: AbortSignal | undefined;
  /** From SIGTERM to SIGKILL. */
  readonly graceMs?: number;
  readonly onOutput?: (text: string) => void;
}

/** A record on an incident is for reading: the head of a long output is enough, the rest stays in the terminal. */
const outputLimitBytes = 16 * 1024;

/** A deploy verb takes back what it began: it drains for 35 s at most and gives a release 10 s to end. */
const takeBackMs = 60_000;

/** Resolves whatever the step does; only a shell that cannot be started rejects. */
export async function runStep(step: Step, options: StepOptions): Promise<StepResult> {
  const { cwd, env, runDir, signal, graceMs = takeBackMs, onOutput } = options;
  const startedAt = new Date().toISOString();
  // A process group of its own, so that an end by force also ends what the shell started.
  const child = spawn('sh', ['-eu', '-c', step.command], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  const recordName = `runbook-${step.name}-${pid}`;
  const notRecorded =
    runDir === undefined || pid === undefined ? '' : whyNotRecorded(runDir, recordName, pid);
  if (notRecorded !== '') onOutput?.(`this step is not recorded: ${notRecorded}\n`);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      onOutput?.(text);
      output = (output + text).slice(0, outputLimitBytes);
    });
  }
  // "close" and not "exit": a shell goes at once, but what it ran may still be taking back what it began.
  let isClosed = false;
  let forcedEnd: string | undefined;
  let ending: Promise<void> | undefined;
  const end = (reason: string): void => {
    forcedEnd ??= reason;
    if (pid === undefined) return;
    ending ??= endGroup(pid, () => isClosed, 'SIGTERM', graceMs).then(() => {
      // Something outside the group may still hold them open: nobody waits for its output.
      child.stdout.destroy();
      child.stderr.destroy();
    });
  };
  const timer = setTimeout(() => end(`not done within ${step.timeoutMs / 1000} s`), step.timeoutMs);
  const onAbort = (): void =>
    end(signal?.reason instanceof Error ? signal.reason.message : String(signal?.reason));
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', (error) =>
        reject(new Error(`step "${step.name}": no shell could be started`, { cause: error })),
      );
      child.once('close', (code) => {
        isClosed = true;
        resolve(code ?? 1);
      });
    });
    await ending;
    const fault = forcedEnd ?? faultOf(step, exitCode, output);
    const result = { exitCode, output, startedAt, endedAt: new Date().toISOString() };
    return fault === undefined ? result : { ...result, fault };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    if (runDir !== undefined && notRecorded === '') forgetProcess(runDir, recordName);
  }
}

/** Records it; gives the reason when that fails, since a full disk must not stand between a person and the remedy. */
function whyNotRecorded(runDir: string, name: string, pid: number): string {
  try {
    recordProcess(runDir, { name, pid, command: 'sh', stopSignal: 'SIGTERM' });
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function faultOf(step: Step, exitCode: number, output: string): string | undefined {
  if (exitCode !== 0) return `exit code ${exitCode}`;
  if (step.expect !== undefined && !step.expect.test(output)) return `output does not match ${step.expect}`;
  return undefined;
}
