/**
 * Drives a stack of its own through calm, fault and recovery, and asks every query of every board at each: the drill's
 * rehearsal, looked at three times. An incident that is no drill's is lived through first, for the figures that
 * leave drills out.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Round } from '../../dashboards-as-code/verify/round.ts';
import { askBoards } from './boards-check.ts';
import type { Look, LookedAt, Moment } from './rehearsal.ts';
import { type RunSetting, runRehearsal } from './run-rehearsal.ts';
import { tellOfSampleChanges } from './sample-changes.ts';
import { liveThroughIncident } from './sample-incident.ts';
import { scrapeIntervalSeconds } from './stack/native-stack.ts';

export interface DriveSetting
  extends Pick<RunSetting, 'drill' | 'root' | 'workDir' | 'ruleFiles' | 'signal' | 'write'> {
  readonly boards: readonly unknown[];
}

export interface Driven {
  /** As of `runRehearsal`; 0 when the service went through everything. */
  readonly exitCode: number;
  /** Those that came about, in the order of the moments. */
  readonly rounds: readonly Round[];
}

/** A calm that still fills is asked again this often at most: an objective's first counts take a minute. */
const calmAttempts = 8;

export async function driveBoards(setting: DriveSetting): Promise<Driven> {
  const { boards } = setting;
  const rounds: Round[] = [];
  const look = (moment: Moment, ask: (seen: LookedAt) => Promise<Round>): Look => ({
    title: `Every query of every board is asked: ${moment}`,
    async take(seen) {
      const round = await ask(seen);
      rounds.push(round);
      seen.print(`${withData(round)} of ${round.results.length} queries have data`);
    },
  });
  const exitCode = await runRehearsal({
    isArmed: false,
    ...setting,
    verb: 'verify',
    looks: {
      calm: look('calm', async (seen) => {
        const incident = await liveThroughIncident(seen.stack.deskUrl, seen.drill);
        await tellOfSampleChanges(seen.stack.deskUrl, seen.drill);
        seen.print(`incident ${incident}, which is no drill's, was opened, acknowledged and closed`);
        return askUntilSettled(boards, seen);
      }),
      fault: look('fault', (seen) => askBoards(boards, 'fault', seen)),
      recovered: look('recovered', (seen) => askBoards(boards, 'recovered', seen)),
    },
    // A machine that is busy enough to lose a request makes no board wrong.
    toleratesLoss: true,
    conclude: async () => 0,
  });
  return { exitCode, rounds };
}

/** Two scrapes apart, until a round finds no more than the one before. */
async function askUntilSettled(boards: readonly unknown[], seen: LookedAt): Promise<Round> {
  let round = await askBoards(boards, 'calm', seen);
  for (let attempt = 1; attempt < calmAttempts; attempt += 1) {
    await pause(2 * scrapeIntervalSeconds * 1000, undefined, { signal: seen.signal });
    const again = await askBoards(boards, 'calm', seen);
    const hasSettled = withData(again) > 0 && withData(again) <= withData(round);
    round = again;
    if (hasSettled) break;
  }
  return round;
}

function withData({ results }: Round): number {
  return results.filter(({ status }) => status === 'ok').length;
}
