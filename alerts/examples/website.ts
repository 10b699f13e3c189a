/** A site that somebody else runs; the blackbox exporter asks it from outside. */
import { blackbox } from '../presets/blackbox.ts';
import { defineService } from '../service-definition.ts';

export const website = defineService({
  name: 'website',
  owner: 'operations',
  tier: 2,
  description: 'What the shop says of itself',
  ...blackbox({
    of: { job: 'blackbox', instance: 'https://shop.example' },
    probe: { target: 0.995 },
    labels: { environment: { value: 'production' } },
  }),
});
