/** From the runbook to a closed incident. */
import type { Detection } from './detection.ts';
import { onlyIncident } from './detection.ts';
import { pollUntil } from './poll.ts';
import { readAlerts } from './prometheus-alerts.ts';
import { servingRelease, type Verbs } from './release.ts';
import { runStackCommand } from './stack/stack-command.ts';

/** The short window must drain, the alert must be evaluated, and Alertmanager waits for its group's interval. */
const resolveTimeoutMs = 240_000;

/** Walks the drill's steps of the shipped runbook through its own verb, and checks what they really did. */
export async function walkShippedRunbook(
  { drill, desk, load, milestones, print }: Detection,
  verbs: Verbs,
  { incidentId, goodRelease }: { readonly incidentId: string; readonly goodRelease: string },
): Promise<void> {
  const target = ['--service', drill.service, '--environment', drill.environment];
  await runStackCommand({
    ...verbs,
    name: 'runbook',
    args: [
      'runbooks/main.ts',
      drill.alert,
      ...target,
      '--incident',
      incidentId,
      '--yes',
      ...drill.walk.flatMap((step) => ['--step', step]),
    ],
  });
  const rollback = (await desk.changes(drill.environment)).find(({ kind }) => kind === 'rollback');
  if (rollback === undefined) throw new Error('the desk knows of no rollback');
  milestones.reach('rollback started', Date.parse(rollback.startedAt));
  const serving = await servingRelease(verbs);
  if (serving !== goodRelease) throw new Error(`release ${serving} serves, not the good one, ${goodRelease}`);
  const recorded = (await desk.incident(incidentId)).events.filter(({ kind }) => kind === 'runbook-step');
  if (recorded.length !== drill.walk.length)
    throw new Error(`${recorded.length} of ${drill.walk.length} runbook steps are on the incident`);
  const { lastFailedAt } = load.read();
  if (lastFailedAt !== undefined) milestones.reach('traffic back', lastFailedAt);
  print(`${recorded.length} steps recorded on incident ${incidentId}`);
}

/** That the gate did it by itself, that the old release serves, and what users had of the bad one. */
export async function checkArmedRollback(
  { drill, desk, load, milestones, print }: Detection,
  verbs: Verbs,
  { goodRelease, badRelease }: { readonly goodRelease: string; readonly badRelease: string },
): Promise<void> {
  const rollback = (await desk.changes(drill.environment)).find(({ kind }) => kind === 'rollback');
  if (rollback === undefined) throw new Error('the desk knows of no rollback');
  const { by, status, release, previousRelease, summary } = rollback;
  if (by !== 'gate' || status !== 'succeeded' || release !== goodRelease || previousRelease !== badRelease)
    throw new Error(
      `the rollback on the desk is not the gate's from ${badRelease} to ${goodRelease}: ${JSON.stringify(rollback)}`,
    );
  milestones.reach('rollback started', Date.parse(rollback.startedAt));
  const serving = await servingRelease(verbs);
  if (serving !== goodRelease) throw new Error(`release ${serving} serves, not the good one, ${goodRelease}`);
  const { lastFailedAt, failed, sent } = load.read();
  if (lastFailedAt !== undefined) milestones.reach('traffic back', lastFailedAt);
  const seconds = milestones.secondsToFault('traffic back');
  print(summary);
  print(
    `first bad request to all traffic on the old release: ${seconds?.toFixed(1)} s; ${failed} of ${sent} requests of users failed`,
  );
}

export async function awaitAlertResolved(
  { drill, stack, desk, milestones, signal }: Detection,
  incidentId: string,
): Promise<void> {
  const labels = { service: drill.service, environment: drill.environment };
  await pollUntil(
    async () => {
      const firing = (await readAlerts(stack.prometheusUrl, labels)).filter(
        ({ state }) => state === 'firing',
      );
      if (firing.length > 0) return undefined;
      milestones.reach('alert resolved', Date.now());
      const { alertsFiring } = await desk.incident(incidentId);
      return alertsFiring === 0 ? true : undefined;
    },
    {
      timeoutMs: resolveTimeoutMs,
      signal,
      failure: () => `an alert of ${drill.service} still fires ${resolveTimeoutMs / 1000} s after the remedy`,
    },
  );
}

export async function closeIncident(detection: Detection, incidentId: string): Promise<void> {
  const { drill, stack, desk, milestones, print } = detection;
  await desk.resolve(incidentId, 'rehearsal', `rolled back; the ${drill.objective} objective is met again`);
  const { closedAt, state } = await desk.incident(incidentId);
  if (state !== 'closed' || closedAt === null)
    throw new Error(`incident ${incidentId} is ${state}, not closed`);
  milestones.reach('incident closed', Date.parse(closedAt));
  await onlyIncident(detection);
  print(`${stack.deskUrl}/incidents/${incidentId}`);
}
