import { matches, matchesNot } from '../promql.ts';
import { availabilityObjective, defineService, latencyObjective } from '../service-definition.ts';

/** Probes and scrapes are not users: they would dilute every ratio. */
const usersRequests = { service: 'desk', route: matchesNot('/health.*|/metrics') };

export const desk = defineService({
  name: 'desk',
  owner: 'platform',
  tier: 1,
  description: 'Takes alerts in and keeps the incident',
  // Two people with an incident open, and Alertmanager's messages; an alert storm brings far more.
  expectedTraffic: { requestsPerHour: 600 },
  objectives: [
    availabilityObjective({
      requests: 'httpRequests',
      of: usersRequests,
      failed: { status: matches('5..') },
      target: 0.999,
    }),
    latencyObjective({
      durations: 'httpRequestDuration',
      of: usersRequests,
      thresholdSeconds: 0.5,
      target: 0.99,
    }),
  ],
});
