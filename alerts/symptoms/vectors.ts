/** Expressions that families share: one value an environment, whatever the series call it and however many there are. */
import { type Duration, durationOf, durationSeconds } from '../duration.ts';
import { aggregate, binary, type Expr, number, type Selector } from '../promql.ts';
import { aggregateLogically, presentLabels, type SeriesLabels } from '../series-labels.ts';
import { ordinaryScrape, type ServiceDefinition } from '../service-definition.ts';

interface Scope {
  readonly labels?: SeriesLabels;
  readonly per?: readonly string[];
}

const environment = ['environment'] as const;

/** All of an environment together. */
export function total({ labels }: Scope, expr: Expr): Expr {
  return aggregateLogically('sum', environment, expr, labels);
}

/** How many series an environment has. */
export function howMany({ labels }: Scope, expr: Expr): Expr {
  return aggregateLogically('count', environment, expr, labels);
}

/** How many of an environment's series have this value; absent where none has. */
export function howManyAre(scope: Scope, gauge: Selector, value: number): Expr {
  return howMany(scope, binary(gauge, '==', number(value)));
}

/** The worst of an environment's series. */
export function highest({ labels }: Scope, expr: Expr): Expr {
  return aggregateLogically('max', environment, expr, labels);
}

export function lowest({ labels }: Scope, expr: Expr): Expr {
  return aggregateLogically('min', environment, expr, labels);
}

/** The labels that tell an environment's things apart. */
export function thingLabels({ per = ['instance'] }: Scope): readonly string[] {
  return per;
}

/** One value for each thing of an environment, with nothing but its labels, so that two metrics of it can be compared. */
export function perThing(scope: Scope, expr: Expr, op: 'sum' | 'count' | 'min' = 'sum'): Expr {
  return aggregateLogically(op, [...environment, ...thingLabels(scope)], expr, scope.labels);
}

/** The worst of an environment's things, from expressions made by `perThing`. */
export function worstThing(scope: Scope, things: Expr, op: 'max' | 'min' = 'max'): Expr {
  if (thingLabels(scope).length === 0) return things;
  return aggregate(op, presentLabels(environment, scope.labels), things);
}

/** What each thing uses of what it may use, which is a metric or a plain number. */
export function shareOf(scope: Scope, used: Expr, limit: Selector | number): Expr {
  return binary(
    perThing(scope, used),
    '/',
    typeof limit === 'number' ? number(limit) : perThing(scope, limit),
  );
}

export function over(expr: Expr, threshold: number): Expr {
  return binary(expr, '>', number(threshold));
}

/** How often a service's series have a sample. */
export function scrapeInterval({ scrape = ordinaryScrape }: Pick<ServiceDefinition, 'scrape'>): Duration {
  return scrape.interval;
}

/** The window, or four scrapes where that is longer: over fewer, one late scrape leaves nothing to compare. */
export function windowFor(service: Pick<ServiceDefinition, 'scrape'>, window: Duration): Duration {
  const least = 4 * durationSeconds(scrapeInterval(service));
  return durationOf(Math.max(least, durationSeconds(window)));
}
