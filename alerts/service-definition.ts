/** What one file of the catalog says about a service. */
import { type Signal, type SignalName, signals } from '../service/signals.ts';
import { assertDefinitionShape } from './plan/definition-shape.ts';
import { type Conditions, narrow, type Selector, select } from './promql.ts';

export interface Objective {
  /** Unique within the service; the `slo` label. */
  readonly name: string;
  readonly kind: 'availability' | 'latency';
  /** What a person on call reads: "requests answered without a 5xx". */
  readonly description: string;
  /** Share of good events asked for, between 0 and 1, neither included. */
  readonly target: number;
  /** Rolling window of the error budget, in days. */
  readonly windowDays: 7 | 28 | 30 | 90;
  /** Counters of events. A latency objective counts what was fast enough, an availability one what failed. */
  readonly events:
    | { readonly total: Selector; readonly bad: Selector }
    | { readonly total: Selector; readonly good: Selector };
  /** Seconds within which an event must end to be good; latency only. */
  readonly thresholdSeconds?: number;
}

export interface ServiceDefinition {
  readonly name: string;
  /** The team that is paged; the `owner` label and Alertmanager's route. */
  readonly owner: string;
  /** 1 is what customers notice at once. */
  readonly tier: 1 | 2 | 3;
  readonly description: string;
  readonly objectives: readonly [Objective, ...Objective[]];
  /** What an ordinary hour brings, for the planner only, which says what it assumes where nothing is declared. */
  readonly expectedTraffic?: { readonly requestsPerHour: number };
}

/** Checks what types cannot say. Throws an Error that names the service, the objective, the value and the fix. */
export function defineService(definition: ServiceDefinition): ServiceDefinition {
  assertDefinitionShape(definition);
  const where = `service "${definition.name}"`;
  if (!/^[a-z][a-z0-9-]{0,29}$/.test(definition.name))
    throw new Error(
      `${where}: a name is 1 to 30 of a-z, 0-9 and "-", starting with a letter (it becomes a label, a file and a board id).`,
    );
  if (definition.owner.trim() === '')
    throw new Error(`${where}: owner is empty; name the team that is paged.`);
  const names = definition.objectives.map((objective) => objective.name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new Error(`${where}: objective "${repeated}" is there twice; give each its own name.`);
  for (const { name, target } of definition.objectives) {
    if (!(target > 0 && target < 1))
      throw new Error(
        `${where}, objective "${name}": target ${target} must lie between 0 and 1, such as 0.999; at 1 there is no budget to burn.`,
      );
  }
  return definition;
}

/** Good are all requests that did not fail with a 5xx. */
export function availabilityObjective<S extends SignalName>(options: {
  readonly requests: S;
  readonly of: Conditions<S>;
  readonly failed: Conditions<S>;
  readonly target: number;
}): Objective {
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
}): Objective {
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
    events: { total: count, good: narrow(bucket, { le: String(thresholdSeconds) }) },
    thresholdSeconds,
  };
}
