/** What counts as one thing that people are told of, and what a page keeps quiet. */
import { type Matcher, matcher } from './matcher.ts';

/** One notification for one objective or one signal of a service in one environment; the desk gathers them further. */
export const grouping = ['service', 'environment', 'slo', 'signal'] as const;

export interface Inhibition {
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  /** Labels whose values have to agree; one that is absent on both sides agrees. */
  readonly equal: readonly string[];
}

/**
 * A page keeps quiet the tickets about the same thing, and about nothing else. Alertmanager takes two absent labels for
 * equal, so that a page without `slo` and `signal` would silence every such ticket of the service: a source therefore has
 * to carry one of them, and a service. Where a signal has instances, the page of one leaves the others' tickets alone.
 */
export const inhibitions: readonly Inhibition[] = (['slo', 'signal'] as const).map((subject) => ({
  source: [matcher('severity', '=', 'critical'), matcher('service', '!=', ''), matcher(subject, '!=', '')],
  target: [matcher('severity', '=', 'warning')],
  equal: [...grouping, 'instance'],
}));
