/**
 * The whole loop of one drill, in order: everything up, a good release, a bad one, the shipped rule, the incident and
 * its evidence, the shipped runbook or the armed gate, recovery, review. Each step is really awaited; the first that does not happen ends
 * the rehearsal as a StepFailure.
 */
import { join } from 'node:path';
import { writeStackEnvironment } from '../../programs/stack-env.ts';
import { DeskClient } from './desk-client.ts';
import type { Detection } from './detection.ts';
import type { Drill } from './drill.ts';
import { Load } from './load/load.ts';
import type { LoadTally } from './load/tally.ts';
import type { Milestones } from './milestones.ts';
import { haveRunbookWalked, leaveItToTheGate } from './outage.ts';
import { fillWithSamples } from './patient.ts';
import { putOutRelease } from './release.ts';
import { awaitAlertResolved, closeIncident } from './remedy.ts';
import type { Reporter } from './reporter.ts';
import { keepReview } from './review-file.ts';
import { type NativeStack, startNativeStack } from './stack/native-stack.ts';
import { gatherPrograms } from './stack/stack-programs.ts';

/** When somebody may look at everything: users are there, the incident is open with its evidence, it is closed again. */
export type Moment = 'calm' | 'fault' | 'recovered';

/** A step of the rehearsal that changes nothing about its course. */
export interface Look {
  readonly title: string;
  /** A throw ends the rehearsal. */
  take(seen: LookedAt): Promise<void>;
}

export interface LookedAt {
  readonly drill: Drill;
  readonly stack: NativeStack;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface RehearsalSetting {
  readonly drill: Drill;
  /** Whether the deploy gate stays armed and rolls back, or somebody walks the runbook. */
  readonly isArmed: boolean;
  readonly looks: { readonly [M in Moment]?: Look };
  /** Whether the rehearsal goes on where requests were lost, as they are on a machine too busy to answer health checks. */
  readonly toleratesLoss: boolean;
  /** The repository. */
  readonly root: string;
  /** Reviews, the stack's addresses, and what this run makes, in a folder below. */
  readonly workDir: string;
  readonly runDir: string;
  readonly ruleFiles: readonly string[];
  readonly reporter: Reporter;
  readonly milestones: Milestones;
  readonly signal: AbortSignal;
}

export interface RehearsalResult {
  readonly stack: NativeStack;
  readonly isArmed: boolean;
  readonly startUpSeconds: number;
  readonly incidentId: string;
  readonly reviewPath: string;
  readonly tally: LoadTally;
  readonly load: Load;
}

const requestsPerSecond = 50;
const loadSeed = 20_261_121;

export async function rehearse(setting: RehearsalSetting): Promise<RehearsalResult> {
  const { drill, root, workDir, runDir, reporter, milestones, signal } = setting;
  const print = (line: string): void => reporter.line(line);

  const programs = await reporter.step('Programs', () => gatherPrograms(print, signal));
  const begun = performance.now();
  const stack = await reporter.step('Everything up', async () => {
    const started = await startNativeStack({ ...setting, programs, print });
    await writeStackEnvironment(started.environment, join(workDir, 'stack.env'));
    return started;
  });
  const startUpSeconds = (performance.now() - begun) / 1000;
  const look = async (moment: Moment): Promise<void> => {
    const taken = setting.looks[moment];
    if (taken) await reporter.step(taken.title, () => taken.take({ drill, stack, print, signal }));
  };
  const environment = { ...stack.environment, STACK_ENV_FILE: join(workDir, 'stack.env') };
  const verbs = { root, runDir, env: environment, print, signal };

  const goodRelease = await reporter.step('A good release goes to the patient', () =>
    putOutRelease(verbs, { name: 'good', args: [] }),
  );
  const load = await reporter.step('Users arrive', async () => {
    const incidentIds = await fillWithSamples(stack.patientUrl);
    const [first, ...others] = incidentIds;
    if (first === undefined) throw new Error('the patient took no sample incident in');
    return Load.start(
      { url: stack.patientUrl, seed: loadSeed, requestsPerSecond, incidentIds: [first, ...others] },
      join(runDir, 'logs', 'load.log'),
    );
  });
  signal.addEventListener('abort', () => void load.stop(), { once: true });

  await look('calm');
  const desk = new DeskClient(stack.deskUrl);
  const detection: Detection = {
    drill,
    stack,
    desk,
    earlierIncidents: await desk.incidentIds(drill.environment),
    load,
    milestones,
    print,
    signal,
  };
  const outage = { detection, verbs, goodRelease, reporter, lookAtFault: () => look('fault') };
  const incidentId = await (setting.isArmed ? leaveItToTheGate(outage) : haveRunbookWalked(outage));
  await reporter.step('The alert resolves', () => awaitAlertResolved(detection, incidentId));
  await reporter.step('The incident closes', () => closeIncident(detection, incidentId));
  const reviewPath = await reporter.step('A review is drafted', () =>
    keepReview(desk, incidentId, join(workDir, 'reviews'), drill.name),
  );
  await look('recovered');
  const tally = await reporter.step('What users lost', async () => {
    const counted = load.read();
    print(`${counted.sent} requests, ${counted.failed} failed by the defect, ${counted.lost} lost`);
    if (counted.lost > 0 && !setting.toleratesLoss)
      throw new Error(`${counted.lost} requests were lost: ${counted.lostSamples.join('; ')}`);
    return counted;
  });
  return { stack, isArmed: setting.isArmed, startUpSeconds, incidentId, reviewPath, tally, load };
}
