/** Dependencies on services that there are not, and circles of them: nobody could say then which to look at first. */
import type { ServiceDefinition } from '../service-definition.ts';
import { placeOf } from './place.ts';

export function dependencyRefusals(services: readonly ServiceDefinition[]): string[] {
  const known = new Map(services.map((service) => [service.name, service]));
  const unknown = services.flatMap((service) =>
    (service.dependencies ?? [])
      .filter((name) => !known.has(name))
      .map(
        (name) =>
          `${placeOf(service)}: dependencies name "${name}", which is no service of the catalog; take one of ${[...known.keys()].join(', ')}, or add it to alerts/catalog.ts.`,
      ),
  );
  return [...unknown, ...circles(services, known)];
}

/** Each circle once, told from its first service in the order of the catalog. */
function circles(
  services: readonly ServiceDefinition[],
  known: ReadonlyMap<string, ServiceDefinition>,
): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const follow = (service: ServiceDefinition, path: readonly string[]): void => {
    const start = path.indexOf(service.name);
    if (start >= 0) {
      const circle = [...path.slice(start), service.name].map((name) => `"${name}"`).join(' -> ');
      found.push(`${placeOf(service)}: dependencies go in a circle, ${circle}; leave one of them out.`);
      return;
    }
    if (done.has(service.name)) return;
    for (const name of service.dependencies ?? []) {
      const next = known.get(name);
      if (next !== undefined) follow(next, [...path, service.name]);
    }
    done.add(service.name);
  };
  for (const service of services) follow(service, []);
  return found;
}
