/** The questions that rules, boards, the deploy gate and the desk ask about an objective, each written once. */
import {
  binary,
  type Expr,
  increase,
  type LabelCondition,
  narrow,
  number,
  type Selector,
  sumBy,
} from './promql.ts';
import type { Objective } from './service-definition.ts';

export interface Scope {
  /**
   * A Prometheus duration or a placeholder such as `$window`. Without one the counters are taken as they stand: all
   * events since a process started, which misses nothing, while `increase` over a short window misses a series' first
   * scrape and extrapolates the rest. Right only where the scope is one release.
   */
  readonly window?: string;
  /** Labels to keep; none gives one value. */
  readonly by?: readonly string[];
  /** What narrows the question: `{ environment: 'staging', release: matches('$release') }`. */
  readonly only?: Readonly<Record<string, LabelCondition | undefined>>;
}

/** Events that count towards the objective within the window. */
export function totalEvents(objective: Objective, scope: Scope): Expr {
  return eventsIn(objective.events.total, scope);
}

/** Events that missed the objective within the window: 0, not absent, where there were events and none was bad. */
export function badEvents(objective: Objective, scope: Scope): Expr {
  const { events } = objective;
  const total = eventsIn(events.total, scope);
  // What never happened has no series yet: no failure so far, or, where everything fails from the start, no success.
  const orZero = (counted: Selector): Expr =>
    binary(eventsIn(counted, scope), 'or', binary(total, '*', number(0)));
  return 'good' in events ? binary(total, '-', orZero(events.good)) : orZero(events.bad);
}

/** Share of bad events, 0 to 1; NaN or absent where there were no events. */
export function badRatio(objective: Objective, scope: Scope): Expr {
  return binary(badEvents(objective, scope), '/', totalEvents(objective, scope));
}

function eventsIn(base: Selector, { window, by = [], only = {} }: Scope): Expr {
  const events = narrow(base, only);
  return sumBy(by, window === undefined ? events : increase(events, window));
}
