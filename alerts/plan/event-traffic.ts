/** How many events an objective can expect. */
import type { Objective } from '../objective.ts';
import { assumedRequestsPerHour, type ServiceDefinition } from '../service-definition.ts';
import { scrapeSecondsOf } from './clock.ts';

/** Declared, or assumed where nothing is. */
export function requestsPerHourOf({ expectedTraffic }: Pick<ServiceDefinition, 'expectedTraffic'>): number {
  return expectedTraffic?.requestsPerHour ?? assumedRequestsPerHour;
}

/** Requests, or of a gauge its scrapes, each of which is one event. */
export function eventsPerHourOf(service: ServiceDefinition, objective: Objective): number {
  return isChecked(objective) ? 3600 / scrapeSecondsOf(service) : requestsPerHourOf(service);
}

/** Whether events are scrapes of a gauge and not what customers do. */
export function isChecked({ events }: Objective): boolean {
  return 'success' in events || 'completedAt' in events;
}
