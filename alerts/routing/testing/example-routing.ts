/** For tests: services and owners that between them take every way through the routes. */
import { desk } from '../../catalog/desk.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type { Owner } from '../owner.ts';
import type { OwnerTable } from '../routing-tree.ts';

const slack = { kind: 'slack', channel: '#tests', apiUrlSecret: 'slack-api-url' } as const;
const pager = { kind: 'pagerduty', routingKeySecret: 'pagerduty' } as const;

/** A team with a webhook for pages and Slack for tickets; the webhook has no default way out of this machine. */
export function exampleOwners(webhookUrl: string, overrides: Partial<Owner> = {}): OwnerTable {
  return {
    platform: {
      description: 'pages by PagerDuty and Slack',
      channels: { critical: [pager, slack], warning: [slack] },
      ...overrides,
    },
    operations: {
      description: 'is told too of what shop cannot solve',
      channels: {
        critical: [{ kind: 'webhook', url: `${webhookUrl}/operations`, tokenSecret: 'operations-token' }],
        warning: [{ kind: 'webhook', url: `${webhookUrl}/operations`, tokenSecret: 'operations-token' }],
      },
    },
    shop: { description: 'looks at the desk', channels: 'desk-only' },
  };
}

/** One service of a team with channels, and one of a team without, which escalates its pages. */
export const exampleServices: readonly ServiceDefinition[] = [
  desk,
  { ...desk, name: 'checkout', owner: 'shop', escalation: { critical: ['operations'] } },
  {
    ...desk,
    name: 'stock',
    owner: 'platform',
    escalation: { critical: ['operations'], warning: ['operations'] },
  },
];
