/** An incident that is no drill's, from its page to its end: what the figures about incidents are made of, which drills are kept out of. */
import { DeskClient } from './desk-client.ts';
import type { Drill } from './drill.ts';
import { sampleNotification } from './sample-notification.ts';

/** Leaves it closed, about the drill's own service, so that a board about that service shows it. Gives its id. */
export async function liveThroughIncident(
  deskUrl: string,
  { service, environment }: Pick<Drill, 'service' | 'environment'>,
): Promise<string> {
  const desk = new DeskClient(deskUrl);
  const alert = { service, environment, severity: 'critical', startsAt: new Date().toISOString() } as const;
  const [id] = await desk.takeAlerts(sampleNotification(alert));
  if (id === undefined) throw new Error(`the desk opened no incident for a sample alert of ${service}`);
  await desk.acknowledge(id, 'rehearsal');
  await desk.recordStep(id, 'rehearsal', {
    runbook: 'SampleAlert',
    name: 'look',
    exitCode: 0,
    startedAt: alert.startsAt,
    endedAt: new Date().toISOString(),
    output: 'nothing was wrong',
  });
  await desk.takeAlerts(sampleNotification({ ...alert, endsAt: new Date().toISOString() }));
  await desk.resolve(id, 'rehearsal', 'a sample');
  return id;
}
