import { matches, matchesNot } from '../promql.ts';
import { availabilityObjective, defineService, latencyObjective } from '../service-definition.ts';
import { latencyOf, ownTelemetry, pgPool, requestsOf } from '../symptoms/presets/own-signals.ts';
import { nodeProcess } from '../symptoms/presets/process.ts';

const own = { service: 'desk' };
/** Probes and scrapes are not users: they would dilute every ratio. */
const usersRequests = { ...own, route: matchesNot('/health.*|/metrics') };

const availability = availabilityObjective({
  requests: 'httpRequests',
  of: usersRequests,
  failed: { status: matches('5..') },
  target: 0.999,
});

export const desk = defineService({
  name: 'desk',
  owner: 'platform',
  tier: 1,
  description: 'Takes alerts in and keeps the incident',
  // Two people with an incident open, and Alertmanager's messages; an alert storm brings far more.
  expectedTraffic: { requestsPerHour: 600 },
  objectives: [
    availability,
    latencyObjective({
      durations: 'httpRequestDuration',
      of: usersRequests,
      thresholdSeconds: 0.5,
      target: 0.99,
    }),
  ],
  signals: [
    requestsOf(availability),
    latencyOf('httpRequestDuration', usersRequests),
    // What docker-compose.yml gives it.
    ...nodeProcess({ of: own }, { cores: 1, memoryLimitBytes: 384 * 1024 ** 2 }),
    pgPool(own),
    ownTelemetry(own),
  ],
  dependencies: ['database'],
  probes: ['/', '/api/incidents?limit=20', '/api/changes?limit=20'],
});
