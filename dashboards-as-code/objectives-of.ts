/** What a service's objectives say about its users' traffic: no objective of a kind, no panels of that kind. */

import { type CountedObjective, isCounted } from '../alerts/objective.ts';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import { hasPercentiles } from './traffic-queries.ts';

/** The objective whose events are the users' requests and their failures. */
export function availabilityOf(service: ServiceDefinition): CountedObjective | undefined {
  return service.objectives.filter(isCounted).find((objective) => objective.kind === 'availability');
}

/** The objective whose events are the users' requests and how long they took, in a histogram that has percentiles. */
export function latencyOf(service: ServiceDefinition): CountedObjective | undefined {
  return service.objectives
    .filter(isCounted)
    .find((objective) => objective.kind === 'latency' && hasPercentiles(objective));
}

/** The objective whose events stand for the service's traffic: its requests, or whatever else it counts. */
export function trafficOf(service: ServiceDefinition): CountedObjective | undefined {
  return availabilityOf(service) ?? latencyOf(service) ?? service.objectives.find(isCounted);
}
