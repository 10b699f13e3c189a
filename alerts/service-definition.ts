/** What one file of the catalog says about a service. */
import { type Signal, type SignalName, signals } from '../service/signals.ts';
import { bucketEdge } from './bucket-edge.ts';
import type { Duration } from './duration.ts';
import type { CountedObjective, Objective } from './objective.ts';
import { type OwnerName, owners } from './owners.ts';
import { assertDefinitionShape } from './plan/definition-shape.ts';
import { type Conditions, narrow, select } from './promql.ts';
import { budgetRatio } from './significance.ts';
import type { DeclaredSignal, SymptomAdjustments } from './symptoms/declared-signal.ts';

export interface ServiceDefinition {
  readonly name: string;
  /** The team that is paged; the `owner` label and Alertmanager's route. */
  readonly owner: OwnerName;
  /** 1 is what customers notice at once. */
  readonly tier: 1 | 2 | 3;
  readonly description: string;
  /** May be empty only where signals are declared. */
  readonly objectives: readonly Objective[];
  /** What the service can be seen by beside its objectives; each brings the symptom rules of its family. */
  readonly signals?: readonly DeclaredSignal[];
  /** Where a symptom's threshold is not the ordinary one, and why. */
  readonly symptoms?: SymptomAdjustments;
  /** Services that it cannot work without, by their names in the catalog. */
  readonly dependencies?: readonly string[];
  /** Owners who are told too, beside the service's own. */
  readonly escalation?: {
    readonly critical?: readonly OwnerName[];
    readonly warning?: readonly OwnerName[];
  };
  /** What an ordinary hour brings, for the planner, which says what it assumes where nothing is declared. */
  readonly expectedTraffic?: { readonly requestsPerHour: number };
  /** Paths whose GET changes nothing and counts towards the objectives: what the deploy gate may ask a new release for. */
  readonly probes?: readonly string[];
  /** How its targets are scraped; counts are taken at this interval. Default: `ordinaryScrape`. */
  readonly scrape?: ScrapeSetting;
}

export interface ScrapeSetting {
  readonly interval: Duration;
  /** Longer than any scrape takes: counts are read this much later, so that none is missed. */
  readonly timeout: Duration;
}

/** What the shipped Prometheus configuration scrapes with. */
export const ordinaryScrape = { interval: '15s', timeout: '5s' } as const satisfies ScrapeSetting;

/** Taken where a service declares no traffic: a request every six seconds. */
export const assumedRequestsPerHour = 600;

/** Checks what types cannot say. Throws an Error that names the service, the objective, the value and the fix. */
export function defineService<const D extends ServiceDefinition>(definition: D): D {
  assertDefinition(definition);
  for (const owner of [definition.owner, ...Object.values(definition.escalation ?? {}).flat()])
    if (!(owner in owners))
      throw new Error(
        `service "${definition.name}": owner "${owner}" is not in alerts/owners.ts; add it there, or take one of ${Object.keys(owners).join(', ')}.`,
      );
  return definition;
}

/** The same for a definition whose owner may still have to be added to alerts/owners.ts. */
export function assertDefinition(
  definition: Omit<ServiceDefinition, 'owner'> & { readonly owner: string },
): void {
  assertDefinitionShape(definition);
  const where = `alerts/catalog/${definition.name}.ts: service "${definition.name}"`;
  if (!/^[a-z][a-z0-9-]{0,29}$/.test(definition.name))
    throw new Error(
      `${where}: a name is 1 to 30 of a-z, 0-9 and "-", starting with a letter (it becomes a label, a file and a board id).`,
    );
  if (definition.owner.trim() === '')
    throw new Error(`${where}: owner is empty; name the team that is paged.`);
  if (definition.objectives.length === 0 && (definition.signals ?? []).length === 0)
    throw new Error(
      `${where}: it has neither objectives nor signals, so there is nothing to alert on; add one of them.`,
    );
  const names = definition.objectives.map((objective) => objective.name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new Error(`${where}: objective "${repeated}" is there twice; give each its own name.`);
  for (const { name, target } of definition.objectives) {
    if (!(target > 0 && target < 1 && budgetRatio(target) > 0))
      throw new Error(
        `${where}, objective "${name}": target ${target} must lie between 0 and 1, such as 0.999; at 1 there is no budget to burn.`,
      );
  }
}

/** Good are all requests that did not fail with a 5xx. */
export function availabilityObjective<S extends SignalName>(options: {
  readonly requests: S;
  readonly of: Conditions<S>;
  readonly failed: Conditions<S>;
  readonly target: number;
}): CountedObjective {
  const total = select(options.requests, options.of);
  return {
    name: 'availability',
    kind: 'availability',
    description: 'requests answered without a 5xx',
    target: options.target,
    windowDays: 30,
    events: { total, bad: narrow(total, options.failed) },
  };
}

/** Good are the requests that ended within a bucket's upper bound; between two bounds a histogram cannot tell. */
export function latencyObjective<S extends SignalName>(options: {
  readonly durations: S;
  readonly of: Conditions<S>;
  readonly thresholdSeconds: number;
  readonly target: number;
}): CountedObjective {
  const signal: Signal = signals[options.durations];
  const { thresholdSeconds } = options;
  if (!signal.buckets?.includes(thresholdSeconds))
    throw new Error(
      `latency objective on ${signal.metric}: ${thresholdSeconds} s is no bucket edge; take one of ${signal.buckets?.join(', ') ?? 'a histogram'}.`,
    );
  const count = select(options.durations, options.of, 'count');
  const bucket = select(options.durations, options.of, 'bucket');
  return {
    name: 'latency',
    kind: 'latency',
    description: `requests answered within ${thresholdSeconds} s`,
    target: options.target,
    windowDays: 30,
    events: { total: count, good: narrow(bucket, { le: bucketEdge(thresholdSeconds) }) },
    thresholdSeconds,
  };
}
