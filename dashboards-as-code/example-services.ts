/** Services that are no part of the catalog, for tests: the same code must make boards for them. */
import { matches, select } from '../alerts/promql.ts';
import { availabilityObjective, defineService } from '../alerts/service-definition.ts';

/** Counts failures, but measures no durations. */
export const checkout = defineService({
  name: 'checkout',
  owner: 'shop',
  tier: 1,
  description: 'Takes orders',
  objectives: [
    availabilityObjective({
      requests: 'httpRequests',
      of: { service: 'checkout' },
      failed: { status: matches('5..') },
      target: 0.995,
    }),
  ],
});

/** Counts what was good instead of what failed, and has no availability objective. */
export const mailer = defineService({
  name: 'mailer',
  owner: 'shop',
  tier: 3,
  description: 'Sends letters',
  objectives: [
    {
      name: 'delivery',
      kind: 'latency',
      description: 'letters sent at once',
      target: 0.9,
      windowDays: 7,
      events: {
        total: select('alertNotifications', { service: 'mailer' }),
        good: select('alertNotifications', { service: 'mailer', outcome: 'opened' }),
      },
    },
  ],
});
