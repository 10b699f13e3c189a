/** One run of a rehearsal with everything around it: what is left of an earlier run goes first, what this one started goes last. */
import { rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { acquireLock } from '../../deploy/state/lock.ts';
import { removeStackEnvironment } from '../../programs/stack-env.ts';
import { writeWorkFile } from '../../programs/work-folder.ts';
import { Milestones } from './milestones.ts';
import { type RehearsalResult, type RehearsalSetting, rehearse } from './rehearsal.ts';
import { Reporter, StepFailure } from './reporter.ts';
import { removeSocketDir } from './stack/addresses.ts';
import { stopEverything } from './stack/stop-everything.ts';

export interface RunSetting
  extends Pick<
    RehearsalSetting,
    'drill' | 'isArmed' | 'looks' | 'toleratesLoss' | 'root' | 'workDir' | 'ruleFiles' | 'signal'
  > {
  /** Names the lock and the run's folder below `workDir`. */
  readonly verb: string;
  readonly write: (text: string) => void;
  /** What follows once every step has happened, while everything still runs; gives the exit code. */
  readonly conclude: (done: Concluded) => Promise<number>;
}

export interface Concluded {
  readonly result: RehearsalResult;
  readonly milestones: Milestones;
  readonly runDir: string;
}

/** 128 + SIGINT, as a shell has it. */
export const interruptedExitCode = 130;

/**
 * Resolves to the exit code: that of `conclude` when each step happened, 1 when one did not or something could not be
 * stopped, 130 when it was interrupted. Throws when the folder cannot be used, or another run is using it.
 */
export async function runRehearsal(setting: RunSetting): Promise<number> {
  const { workDir, verb, write } = setting;
  const runDir = join(workDir, verb);
  // Written to before anything starts: a full or read-only folder is told in one sentence.
  writeWorkFile(join(workDir, 'last-run.txt'), `${new Date().toISOString()}\n`);
  const lock = await acquireLock(workDir, { by: userInfo().username, verb });
  // Aborts when the run is over, however it ended: what the rehearsal keeps going (the load) ends with it.
  const over = new AbortController();
  try {
    const exitCode = await runOnce(setting, runDir, over.signal);
    over.abort();
    await stopEverything(runDir);
    return exitCode;
  } catch (error) {
    over.abort();
    const tell = (fault: unknown): void =>
      write(`\n${styleText('red', fault instanceof Error ? fault.message : String(fault))}\n`);
    tell(error);
    await stopEverything(runDir).catch(tell);
    return 1;
  } finally {
    removeSocketDir(runDir);
    await removeStackEnvironment(join(workDir, 'stack.env'));
    await lock.release();
  }
}

async function runOnce(setting: RunSetting, runDir: string, over: AbortSignal): Promise<number> {
  const { signal, write } = setting;
  const milestones = new Milestones();
  try {
    const leftovers = await stopEverything(runDir);
    if (leftovers.length > 0) write(`Stopped what an earlier run left behind: ${leftovers.join(', ')}.\n`);
    await rm(runDir, { recursive: true, force: true });
    write(`Rehearsing: ${setting.drill.title}\n`);
    const result = await rehearse({
      ...setting,
      signal: AbortSignal.any([signal, over]),
      runDir,
      reporter: new Reporter(write),
      milestones,
    });
    signal.throwIfAborted();
    const missing = milestones.missing();
    if (missing.length > 0)
      throw new StepFailure('Every milestone', new Error(`not reached: ${missing.join(', ')}`));
    return await setting.conclude({ result, milestones, runDir });
  } catch (error) {
    if (signal.aborted) {
      write('\nInterrupted; stopping everything.\n');
      return interruptedExitCode;
    }
    if (!(error instanceof StepFailure)) throw error;
    write(
      `\n${milestones.renderTable()}\n\n${styleText('red', error.message)}\nLogs: ${join(runDir, 'logs')}\n`,
    );
    return 1;
  }
}
