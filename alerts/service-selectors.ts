/** Every selector that a service's definition holds, in its objectives and its signals. */
import type { Selector } from './promql.ts';
import type { ServiceDefinition } from './service-definition.ts';

export function selectorsOfService({ objectives, signals = [] }: ServiceDefinition): Selector[] {
  return [...objectives.map(({ events }) => events), ...signals].flatMap(selectorsIn);
}

function selectorsIn(value: unknown): Selector[] {
  if (typeof value !== 'object' || value === null) return [];
  return isSelector(value) ? [value] : Object.values(value).flatMap(selectorsIn);
}

function isSelector(value: object): value is Selector {
  return 'kind' in value && value.kind === 'selector';
}
