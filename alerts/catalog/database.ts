import { defineService } from '../service-definition.ts';
import { postgresExporter } from '../symptoms/presets/postgres.ts';
import { scrapedTargets } from '../symptoms/presets/process.ts';

/** An environment has one, whatever release of the desk asks it. */
const scope = { of: { service: 'database' }, labels: { release: null } } as const;

export const database = defineService({
  name: 'database',
  owner: 'platform',
  tier: 1,
  description: 'The PostgreSQL server that keeps the incidents',
  objectives: [],
  // The target is the exporter beside it: while that is gone, nobody knows whether the database answers.
  signals: [...scrapedTargets(scope), ...postgresExporter(scope, { hasStatements: true })],
  dependencies: ['host'],
});
