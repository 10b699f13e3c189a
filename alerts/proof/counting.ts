/** What tests of counts have in common: whose they are, and how a count is asked for. */
import { durationSeconds } from '../duration.ts';
import { type EventKind, recordedCount } from '../event-counts.ts';
import type { Objective } from '../objective.ts';
import { renderPromql } from '../promql.ts';
import { ordinaryScrape, type ServiceDefinition } from '../service-definition.ts';
import type { Expectation } from './promtool-test.ts';
import { environmentOf } from './sample-series.ts';

/** The parts of a test's name and its scrape interval. */
export interface Counting {
  readonly service: ServiceDefinition;
  readonly objective: Objective;
  readonly stepSeconds: number;
  /** Asks for what the last interval brought, in the environment that tests feed. */
  readonly asks: Readonly<Record<EventKind, string>>;
}

export function countingOf(service: ServiceDefinition, objective: Objective): Counting {
  const { interval } = service.scrape ?? ordinaryScrape;
  const environment = { environment: environmentOf(objective) };
  const ask = (what: EventKind): string =>
    renderPromql(recordedCount(what, service, objective, interval, environment));
  return {
    service,
    objective,
    stepSeconds: durationSeconds(interval),
    asks: { bad: ask('bad'), total: ask('total') },
  };
}

/** At one evaluation step of the interval: what of the two kinds the last interval brought; nothing where undefined. */
export type Counted = { readonly [K in EventKind]?: number };

/** What both recorded counts have to be at these steps. */
export function countsAt(
  { asks, stepSeconds }: Counting,
  counts: Readonly<Record<number, Counted>>,
): Expectation[] {
  return Object.entries(counts).flatMap(([step, counted]) =>
    (['total', 'bad'] as const).map((what) =>
      expectation(asks[what], Number(step) * stepSeconds, counted[what]),
    ),
  );
}

/** `sum` of nothing is nothing, so an absent series stays one. */
export function expectation(expr: string, atSeconds: number, value: number | undefined): Expectation {
  return { expr: `sum(${expr})`, atSeconds, value };
}

export function nameOf({ service, objective }: Counting, what: string): string {
  return `${service.name} ${objective.name} counts: ${what}`;
}
