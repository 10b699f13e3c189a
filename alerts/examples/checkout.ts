/** A Go service behind promhttp's handlers, scraped with this repository's target labels. */
import { promhttp } from '../presets/promhttp.ts';
import { matchesNot } from '../promql.ts';
import { defineService } from '../service-definition.ts';
import { goProcess } from '../symptoms/presets/process.ts';

const requests = promhttp({
  of: { service: 'checkout', handler: matchesNot('/health.*') },
  availability: { target: 0.999 },
  latency: { target: 0.99, thresholdSeconds: 0.5 },
});

export const checkout = defineService({
  name: 'checkout',
  owner: 'shop',
  tier: 1,
  description: 'Takes orders and payments',
  expectedTraffic: { requestsPerHour: 6000 },
  objectives: requests.objectives,
  signals: [
    ...requests.signals,
    ...goProcess({ of: { service: 'checkout' } }, { cores: 2, memoryLimitBytes: 512 * 2 ** 20 }),
  ],
  symptoms: requests.symptoms,
  escalation: { critical: ['operations'] },
});
