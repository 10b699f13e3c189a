/** What a service's objectives say about its users' traffic: no objective of a kind, no panels of that kind. */
import type { Objective, ServiceDefinition } from '../alerts/service-definition.ts';

/** The objective whose events are the users' requests and their failures. */
export function availabilityOf(service: ServiceDefinition): Objective | undefined {
  return service.objectives.find((objective) => objective.kind === 'availability');
}

/** The objective whose events are the users' requests and how long they took, in a histogram that has percentiles. */
export function latencyOf(service: ServiceDefinition): Objective | undefined {
  return service.objectives.find(
    ({ kind, events }) =>
      kind === 'latency' && 'good' in events && events.good.matchers.some(({ label }) => label === 'le'),
  );
}
