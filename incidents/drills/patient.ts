/** The patient: a staging release of the desk, filled with sample incidents so that there is something to read and write. */
import { DeskClient } from './desk-client.ts';

const sampleIncidents = 40;

/** Takes in one sample alert a service, as Alertmanager would send it; gives the ids of the incidents it opened. */
export async function fillWithSamples(patientUrl: string): Promise<string[]> {
  const patient = new DeskClient(patientUrl);
  const ids = [];
  for (let number = 0; number < sampleIncidents; number += 1)
    ids.push(...(await patient.takeAlerts(sampleNotification(`sample-${number}`))));
  return ids;
}

function sampleNotification(service: string): object {
  const labels = { alertname: 'SampleAlert', service, environment: 'rehearsal', severity: 'warning' };
  return {
    version: '4',
    groupKey: `{}:{service="${service}"}`,
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'desk',
    groupLabels: { service },
    commonLabels: labels,
    commonAnnotations: {},
    externalURL: '',
    alerts: [
      {
        status: 'firing',
        labels,
        annotations: { summary: `A sample of ${service}, for a rehearsal` },
        startsAt: new Date().toISOString(),
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: '',
        fingerprint: service,
      },
    ],
  };
}
