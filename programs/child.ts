import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readProgramsConfig } from './config.ts';
import { endGroup } from './process-group.ts';
import { isStillRunning } from './process-identity.ts';
import { forgetProcess, readProcessRecord, recordProcess, type StopSignal } from './process-record.ts';
import { explainStartFailure } from './start-failure.ts';
import { inWorkFolder, makeWorkFolder } from './work-folder.ts';

export interface ChildExit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface StartChildOptions {
  /** Names its log (`<runDir>/logs/<name>.log`) and its record (`<runDir>/processes/<name>.json`). */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the few variables that every child inherits (PATH, HOME, LANG, ...). */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly runDir: string;
  readonly ready: (child: Child) => Promise<boolean>;
  readonly readyTimeoutMs?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** What `stop()` sends unless told otherwise, and how long it waits before SIGKILL. */
  readonly stopSignal?: StopSignal;
  readonly stopGraceMs?: number;
  /** Aborted while it starts, the child is stopped and the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A child process in a group of its own, recorded until it is stopped. It does not keep this process alive. */
export class Child {
  readonly name: string;
  readonly pid: number;
  readonly logPath: string;
  readonly exited: Promise<ChildExit>;
  readonly #options: StartChildOptions;
  #exit: ChildExit | undefined;
  #stopping: Promise<void> | undefined;

  constructor(process: ChildProcess, pid: number, logPath: string, options: StartChildOptions) {
    this.name = options.name;
    this.pid = pid;
    this.logPath = logPath;
    this.#options = options;
    this.exited = new Promise((resolve) => {
      process.once('exit', (code, signal) => {
        this.#exit = { code, signal };
        resolve(this.#exit);
      });
    });
    process.unref();
  }

  get hasExited(): boolean {
    return this.#exit !== undefined;
  }

  /** Ends the whole group: the signal, a bounded wait, SIGKILL; then the record goes. Safe to call again. */
  stop(opts: { graceMs?: number; signal?: NodeJS.Signals } = {}): Promise<void> {
    this.#stopping ??= this.#end(
      opts.signal ?? this.#options.stopSignal ?? 'SIGTERM',
      opts.graceMs ?? this.#options.stopGraceMs ?? 3_000,
    );
    return this.#stopping;
  }

  async #end(signal: NodeJS.Signals, graceMs: number): Promise<void> {
    await endGroup(this.pid, () => this.hasExited, signal, graceMs);
    forgetProcess(this.#options.runDir, this.name);
  }
}

/**
 * Starts a program and waits until it is ready. Throws one sentence with the cause, its last words, the
 * log and what to do when it cannot be started, ends before it is ready, or is not ready in time.
 */
export async function startChild(options: StartChildOptions): Promise<Child> {
  const { name, runDir, readyTimeoutMs = 20_000, signal } = options;
  signal?.throwIfAborted();
  refuseSecond(runDir, name);
  const logPath = join(runDir, 'logs', `${name}.log`);
  makeWorkFolder(join(runDir, 'logs'));
  const { child, logStart } = await spawnRecorded(options, logPath);

  const deadline = performance.now() + readyTimeoutMs;
  try {
    while (!(await options.ready(child)) || child.hasExited) {
      if (child.hasExited) {
        const { code, signal } = await child.exited;
        const end = signal === null ? `exit code ${code}` : `killed by ${signal}`;
        throw new Error(explainStartFailure(name, `ended while starting (${end})`, logPath, logStart));
      }
      if (performance.now() > deadline) {
        const waited = `was not ready within ${readyTimeoutMs / 1000} s`;
        throw new Error(explainStartFailure(name, waited, logPath, logStart));
      }
      signal?.throwIfAborted();
      await pause(25);
    }
    signal?.throwIfAborted();
    return child;
  } catch (error) {
    await child.stop({ graceMs: 1_000 });
    throw error;
  }
}

function refuseSecond(runDir: string, name: string): void {
  const earlier = readProcessRecord(runDir, name);
  if (earlier !== undefined && isStillRunning(earlier)) {
    throw new Error(
      `${name} is running already in ${runDir} (pid ${earlier.pid}): stop it first, or use another run folder`,
    );
  }
}

async function spawnRecorded(
  options: StartChildOptions,
  logPath: string,
): Promise<{ child: Child; logStart: number }> {
  const { name, command, args, runDir } = options;
  const log = inWorkFolder(`open the log ${logPath}`, () => openSync(logPath, 'a', 0o644));
  try {
    const logStart = fstatSync(log).size;
    const spawned = spawn(command, args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...readProgramsConfig().childEnv, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
    });
    if (spawned.pid === undefined) {
      const cause = await new Promise<Error>((resolve) => spawned.once('error', resolve));
      throw new Error(
        `${name} could not be started: ${cause.message}; check that ${command} is there and may be run`,
        { cause },
      );
    }
    const child = new Child(spawned, spawned.pid, logPath, options);
    try {
      // Before anything is awaited: a kill -9 of this process must not leave an unrecorded child.
      recordProcess(runDir, { name, pid: spawned.pid, command, stopSignal: options.stopSignal ?? 'SIGTERM' });
    } catch (error) {
      await child.stop({ signal: 'SIGKILL' });
      throw error;
    }
    return { child, logStart };
  } finally {
    closeSync(log);
  }
}
