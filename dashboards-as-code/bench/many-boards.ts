/** A program: makes the boards of a hundred services, as `npm run dashboards` does before it writes, and says how many. */

import { matches } from '../../alerts/promql.ts';
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import { availabilityObjective, defineService, latencyObjective } from '../../alerts/service-definition.ts';
import { latencyOf, pgPool, requestsOf } from '../../alerts/symptoms/presets/own-signals.ts';
import { nodeProcess } from '../../alerts/symptoms/presets/process.ts';
import { boardArtefacts } from '../artefacts.ts';

const serviceCount = 100;

function serviceNumber(index: number): ServiceDefinition {
  const name = `service-${String(index + 1).padStart(3, '0')}`;
  const of = { service: name };
  const availability = availabilityObjective({
    requests: 'httpRequests',
    of,
    failed: { status: matches('5..') },
    target: 0.999,
  });
  return defineService({
    name,
    owner: 'platform',
    tier: 2,
    description: 'One of a hundred services',
    expectedTraffic: { requestsPerHour: 6_000 },
    objectives: [
      availability,
      latencyObjective({ durations: 'httpRequestDuration', of, thresholdSeconds: 0.5, target: 0.99 }),
    ],
    signals: [
      requestsOf(availability),
      latencyOf('httpRequestDuration', of),
      ...nodeProcess({ of }, { cores: 1, memoryLimitBytes: 384 * 1024 ** 2 }),
      pgPool(of),
    ],
  });
}

const files = [...boardArtefacts(Array.from({ length: serviceCount }, (_, index) => serviceNumber(index)))];
const boards = files.filter(([path]) => path.startsWith('boards/'));
const bytes = files.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
console.log(
  `${serviceCount} services, ${boards.length} boards, ${files.length} files, ${(bytes / 1e6).toFixed(0)} MB`,
);
