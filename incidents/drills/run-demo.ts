/** One run of the demo: the rehearsal, what it came to, and everything kept up for a look around. */
import { styleText } from 'node:util';
import { readProcessRecords } from '../../programs/process-record.ts';
import { boardsLook } from './boards-check.ts';
import { interruptedExitCode, type RunSetting, runRehearsal } from './run-rehearsal.ts';
import { renderAddresses, renderSummary } from './summary.ts';

export interface DemoSetting
  extends Pick<RunSetting, 'drill' | 'isArmed' | 'root' | 'workDir' | 'ruleFiles' | 'signal' | 'write'> {
  readonly isOnce: boolean;
}

/** Resolves to the exit code, 0 when each step happened; see `runRehearsal`. */
export async function runDemo(setting: DemoSetting): Promise<number> {
  const { isOnce, signal, write } = setting;
  return runRehearsal({
    ...setting,
    verb: 'demo',
    // Where the gate is quicker than a person, the boards show recovery, not the fault that they are looked at for.
    looks: setting.isArmed ? {} : { fault: boardsLook },
    toleratesLoss: false,
    conclude: async ({ result, milestones, runDir }) => {
      write(
        `\n${styleText('bold', 'What happened')}\n${renderSummary(result, milestones, readProcessRecords(runDir))}\n`,
      );
      if (isOnce) return 0;
      write(`\n${styleText('bold', 'Look around; Ctrl-C stops everything')}\n${renderAddresses(result)}\n`);
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      return interruptedExitCode;
    },
  });
}
