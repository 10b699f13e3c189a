import { defineService } from '../service-definition.ts';
import { nodeExporter } from '../symptoms/presets/machines.ts';
import { scrapedTargets } from '../symptoms/presets/process.ts';

/** Whatever runs on it, in whatever release. */
const scope = { of: { service: 'host' }, labels: { release: null } } as const;

export const host = defineService({
  name: 'host',
  owner: 'platform',
  tier: 2,
  description: 'The machines that the desk, its database and the monitoring run on',
  objectives: [],
  signals: [...scrapedTargets(scope), ...nodeExporter(scope)],
});
