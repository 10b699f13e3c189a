import { database } from './catalog/database.ts';
import { desk } from './catalog/desk.ts';
import { host } from './catalog/host.ts';
import { monitoring } from './catalog/monitoring.ts';
import type { ServiceDefinition } from './service-definition.ts';

/** Every service that rules, boards, gates and runbooks are made for. */
export const catalog: readonly ServiceDefinition[] = [desk, database, host, monitoring];

/** The service of that name; throws an Error that lists the names there are. */
export function serviceNamed(name: string): ServiceDefinition {
  const service = catalog.find((candidate) => candidate.name === name);
  if (service === undefined)
    throw new Error(
      `no service "${name}" in the catalog; there is ${catalog.map((candidate) => candidate.name).join(', ')}.`,
    );
  return service;
}
