/** The teams that services belong to, and how each is told. A name here is the `owner` label of an alert. */
import type { Owner } from './routing/owner.ts';

export const owners = {
  platform: {
    description: 'runs the desk, the monitoring and the deployments',
    channels: {
      critical: [
        { kind: 'pagerduty', routingKeySecret: 'platform-pagerduty' },
        { kind: 'slack', channel: '#platform-pages', apiUrlSecret: 'slack-api-url' },
      ],
      warning: [
        { kind: 'slack', channel: '#platform-tickets', apiUrlSecret: 'slack-api-url' },
        {
          kind: 'email',
          to: 'platform@tocsin.example',
          from: 'alerts@tocsin.example',
          smarthost: 'smtp.tocsin.example:587',
          username: 'alerts@tocsin.example',
          passwordSecret: 'smtp-password',
        },
      ],
    },
    quietHours: {
      timeZone: 'UTC',
      workingHours: { from: '08:00', to: '18:00' },
      quietWeekends: true,
    },
  },
  operations: {
    description: 'leads when customers are hit, whatever the service',
    channels: {
      critical: [{ kind: 'pagerduty', routingKeySecret: 'operations-pagerduty' }],
      warning: [{ kind: 'slack', channel: '#operations', apiUrlSecret: 'slack-api-url' }],
    },
  },
  shop: {
    description: 'the shop of the examples; looks at the desk',
    channels: 'desk-only',
  },
} as const satisfies Readonly<Record<string, Owner>>;

export type OwnerName = keyof typeof owners;
