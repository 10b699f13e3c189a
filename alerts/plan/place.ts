/** Where a refusal points: the file, the service and what of it. */
import type { Objective } from '../objective.ts';
import type { ServiceDefinition } from '../service-definition.ts';

export function placeOf(
  { name }: Pick<ServiceDefinition, 'name'>,
  objective?: Pick<Objective, 'name'>,
): string {
  const place = `alerts/catalog/${name}.ts: service "${name}"`;
  return objective === undefined ? place : `${place}, objective "${objective.name}"`;
}

/** What is there more than once, each once. */
export function repeated(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(names.filter((name) => seen.size === seen.add(name).size))];
}
