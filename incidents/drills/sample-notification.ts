/** A notification of one made-up alert, as Alertmanager would send it. */
export interface SampleAlert {
  readonly service: string;
  readonly environment: string;
  readonly severity: 'critical' | 'warning';
  /** When it began and, once it is over, ended; it begins now when left out. */
  readonly startsAt?: string;
  readonly endsAt?: string;
}

export function sampleNotification(alert: SampleAlert): object {
  const { service, environment, severity, startsAt = new Date().toISOString(), endsAt } = alert;
  const labels = { alertname: 'SampleAlert', service, environment, severity };
  const status = endsAt === undefined ? 'firing' : 'resolved';
  return {
    version: '4',
    groupKey: `{}:{service="${service}"}`,
    truncatedAlerts: 0,
    status,
    receiver: 'desk',
    groupLabels: { service },
    commonLabels: labels,
    commonAnnotations: {},
    externalURL: '',
    alerts: [
      {
        status,
        labels,
        annotations: { summary: `A sample of ${service}, for a rehearsal` },
        startsAt,
        endsAt: endsAt ?? '0001-01-01T00:00:00Z',
        generatorURL: '',
        fingerprint: service,
      },
    ],
  };
}
