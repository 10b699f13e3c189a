/** The patient: a staging release of the desk, filled with sample incidents so that there is something to read and write. */
import { DeskClient } from './desk-client.ts';
import { sampleNotification } from './sample-notification.ts';

const sampleIncidents = 40;

/** Takes in one sample alert a service, as Alertmanager would send it; gives the ids of the incidents it opened. */
export async function fillWithSamples(patientUrl: string): Promise<string[]> {
  const patient = new DeskClient(patientUrl);
  const ids = [];
  for (let number = 0; number < sampleIncidents; number += 1)
    ids.push(
      ...(await patient.takeAlerts(
        sampleNotification({ service: `sample-${number}`, environment: 'rehearsal', severity: 'warning' }),
      )),
    );
  return ids;
}
