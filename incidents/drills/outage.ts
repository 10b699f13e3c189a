/** From a bad release to an incident with its evidence and a remedy, in one of two ways. */
import { awaitAlert, awaitEvidence, awaitIncident, type Detection } from './detection.ts';
import { putOutRelease, putOutWatched, type Verbs } from './release.ts';
import { checkArmedRollback, walkShippedRunbook } from './remedy.ts';
import type { Reporter } from './reporter.ts';
import { awaitScrape } from './scrape.ts';

export interface Outage {
  readonly detection: Detection;
  readonly verbs: Verbs;
  readonly goodRelease: string;
  readonly reporter: Reporter;
  readonly lookAtFault: () => Promise<void>;
}

const gate = ['--gate-seconds', '15', '--gate-min-samples', '40'];

/** A person is paged and walks the runbook. The watch is off: it would have rolled back before anybody came. */
export async function haveRunbookWalked(outage: Outage): Promise<string> {
  const { detection, verbs, goodRelease, reporter } = outage;
  const { drill, load } = detection;
  const badRelease = await reporter.step(`Release B goes out: ${drill.fault.summary}`, () =>
    putOutRelease(verbs, {
      name: 'bad',
      args: [...gate, '--watch-seconds', '0'],
      patches: drill.fault.patches,
    }),
  );
  await reporter.step(`${drill.alert} fires`, async () => {
    load.carry(drill.fault.carriedText, drill.fault.carriedShare);
    await awaitAlert(detection);
  });
  const incidentId = await reporter.step('One incident opens', () => awaitIncident(detection));
  await reporter.step('Evidence is gathered', () => awaitEvidence(detection, incidentId, [badRelease]));
  await outage.lookAtFault();
  await reporter.step(`The runbook ${drill.alert} is walked`, () =>
    walkShippedRunbook(detection, verbs, { incidentId, goodRelease }),
  );
  return incidentId;
}

/** Nobody touches a key: the gate that is still armed takes the release back, and the incident tells of it. */
export async function leaveItToTheGate(outage: Outage): Promise<string> {
  const { detection, verbs, goodRelease, reporter } = outage;
  const { drill, stack, load, signal } = detection;
  const watched = await reporter.step(`Release B goes out and is watched: ${drill.fault.summary}`, () =>
    putOutWatched(verbs, { name: 'bad', args: gate, patches: drill.fault.patches }),
  );
  await reporter.step(`${drill.alert} fires`, async () => {
    // Right after a scrape the gate is at its slowest, and what it has seen by then is enough for the alert as well: it
    // asks for a share of all requests of the last hour, where the gate asks for one of the new release's alone.
    await awaitScrape(stack.prometheusUrl, drill, watched.release, signal);
    load.carry(drill.fault.carriedText, drill.fault.carriedShare);
    await awaitAlert(detection);
  });
  const incidentId = await reporter.step('One incident opens', () => awaitIncident(detection));
  await reporter.step('The armed gate rolls back', async () => {
    await watched.end;
    await checkArmedRollback(detection, verbs, { goodRelease, badRelease: watched.release });
  });
  // The last change before the alert is the deployment, or the rollback where the gate was quicker than the alert.
  await reporter.step('Evidence is gathered', () =>
    awaitEvidence(detection, incidentId, [watched.release, goodRelease]),
  );
  await outage.lookAtFault();
  return incidentId;
}
