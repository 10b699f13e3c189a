/** Services of the catalog as OpenSLO v1 documents. Sources are named by type alone: where they run is no part of it. */

import { type CountedObjective, isCounted } from '../objective.ts';
import { renderPromql, type Selector, sumBy } from '../promql.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { openSloVersion } from './schema.ts';

/** One Service and its SLOs for each service, in the catalog's order. */
export function openSloDocuments(services: readonly ServiceDefinition[]): object[] {
  return services.flatMap((service) => [
    {
      apiVersion: openSloVersion,
      kind: 'Service',
      metadata: { name: service.name, labels: { owner: service.owner, tier: String(service.tier) } },
      spec: { description: service.description },
    },
    ...service.objectives.filter(isCounted).map((objective) => sloDocument(service, objective)),
  ]);
}

/** What stays here when a service is exported: a line for each thing that OpenSLO v1 cannot say as it is counted. */
export function leftBehind({ name, objectives, signals = [], scrape }: ServiceDefinition): string[] {
  const where = `service "${name}"`;
  return [
    ...objectives
      .filter((objective) => !isCounted(objective))
      .map(
        (objective) =>
          `${where}, objective "${objective.name}": left out, for ${objective.kind === 'probe' || objective.kind === 'freshness' ? 'its events are checks' : 'it is a PromQL text'}, and OpenSLO's ratio is one of two counters.`,
      ),
    ...(signals.length === 0
      ? []
      : [`${where}: ${signals.length} signals are left out; OpenSLO knows objectives only.`]),
    ...(scrape === undefined ? [] : [`${where}: scrape is left out; OpenSLO says nothing of it.`]),
  ];
}

function sloDocument(service: ServiceDefinition, objective: CountedObjective): object {
  const { description, target, windowDays, events } = objective;
  return {
    apiVersion: openSloVersion,
    kind: 'SLO',
    metadata: { name: documentName(service, objective) },
    spec: {
      description,
      service: service.name,
      indicator: {
        metadata: { name: documentName(service, objective) },
        spec: {
          ratioMetric: {
            counter: true,
            ...('bad' in events ? { bad: metricOf(events.bad) } : { good: metricOf(events.good) }),
            total: metricOf(events.total),
          },
        },
      },
      timeWindow: [{ duration: `${windowDays}d`, isRolling: true }],
      budgetingMethod: 'Occurrences',
      objectives: [{ target }],
    },
  };
}

/** With `counter: true` a query answers the counter itself, and who reads it takes the increase. */
function metricOf(selector: Selector): object {
  return { metricSource: { type: 'Prometheus', spec: { query: renderPromql(sumBy([], selector)) } } };
}

/** SLOs of all services share one space of names. */
function documentName(service: ServiceDefinition, objective: CountedObjective): string {
  const name = `${service.name}-${objective.name}`;
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
    throw new Error(
      `service "${service.name}", objective "${objective.name}": "${name}" is no name in OpenSLO; it takes up to 63 of a-z, 0-9 and "-".`,
    );
  return name;
}
