/** The engine's own time, on the real desk with a real PostgreSQL: what a deployment costs beyond its waits, and a rollback. */
import { join } from 'node:path';
import { startPostgres } from '../../programs/servers/postgres.ts';
import { type CommandResult, DeployStand } from '../stand/deploy-stand.ts';
import { type JournalEntry, readJournal } from '../state/journal.ts';
import type { DrillPart, DrillResult, DrillTools } from './part.ts';
import { describeSeconds, medianOf, secondsUntilServed, stepSeconds } from './timing.ts';
import { ungated } from './two-releases.ts';

const goals = { overheadSeconds: 2, rollbackSeconds: 5 } as const;
const rounds = 5;
/** What a deployment waits for, whoever deploys: the building, the release's own coming up, the gate. */
const waits: readonly string[] = ['build', 'start', 'health', 'gate'];

export const speed: DrillPart = {
  name: 'speed',
  title: `overhead of deploy under ${goals.overheadSeconds} s, rollback of the desk in ${goals.rollbackSeconds} s, on a quiet machine`,
  run: measureSpeed,
};

async function measureSpeed({ say, signal }: DrillTools): Promise<DrillResult> {
  const stand = await DeployStand.open();
  const postgres = await startPostgres({ runDir: join(stand.folder, 'postgres'), databases: ['desk'] });
  try {
    stand.env.DATABASE_URL = postgres.urlOf('desk');
    await runOrThrow(stand, 'deploy');
    const overheads: number[] = [];
    const rollbacks: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      signal.throwIfAborted();
      const there = await runOrThrow(stand, 'deploy', ...ungated);
      const steps = await lastSteps(stand);
      overheads.push(there.seconds - sum(steps.filter(({ step }) => waits.includes(step))));
      say(`deploy   ${there.seconds.toFixed(1)} s: ${describeSteps(steps)}`);
      const back = await runOrThrow(stand, 'rollback');
      rollbacks.push(secondsUntilServed(back));
      say(`rollback ${back.seconds.toFixed(1)} s: ${describeSteps(await lastSteps(stand))}`);
    }
    const figures = `overhead of deploy ${describeSeconds(overheads)} (goal: ${goals.overheadSeconds} s); rollback until all traffic is back ${describeSeconds(rollbacks)} (goal: ${goals.rollbackSeconds} s)`;
    const isHeld =
      medianOf(overheads) <= goals.overheadSeconds && medianOf(rollbacks) <= goals.rollbackSeconds;
    return { isHeld, figures };
  } finally {
    await stand.close();
    await postgres.stop();
  }
}

async function runOrThrow(stand: DeployStand, ...args: string[]): Promise<CommandResult> {
  const result = await stand.run(...args);
  if (result.exitCode !== 0) throw new Error(`${args[0]} ended with ${result.exitCode}:\n${result.output}`);
  return result;
}

type StepSeconds = ReturnType<typeof stepSeconds>;

async function lastSteps(stand: DeployStand): Promise<StepSeconds> {
  const { entries } = await readJournal(stand.root);
  const last: JournalEntry['operation'] | undefined = entries.at(-1)?.operation;
  return stepSeconds(entries.filter(({ operation }) => operation === last));
}

function sum(steps: StepSeconds): number {
  return steps.reduce((total, { seconds }) => total + seconds, 0);
}

function describeSteps(steps: StepSeconds): string {
  return steps.map(({ step, seconds }) => `${step} ${seconds.toFixed(2)}`).join(', ');
}
