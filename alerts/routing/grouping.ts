/** What counts as one thing that people are told of, and what a page keeps quiet. */
import type { SignalKind } from '../symptoms/declared-signal.ts';
import { watchdogAlert } from './dead-mans-switch.ts';
import { type Matcher, matcher } from './matcher.ts';

/** One notification for one objective or one signal of a service in one environment; the desk gathers them further. */
export const grouping = ['service', 'environment', 'slo', 'signal'] as const;

export interface Inhibition {
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  /** Labels whose values have to agree; one that is absent on both sides agrees. */
  readonly equal: readonly string[];
}

/** These two report faults that have nothing to do with each other: rules that fail explain no scrape that fails. */
const signalsOfManyFaults = ['prometheus', 'alertmanager'] as const satisfies readonly SignalKind[];

/**
 * A page keeps quiet the tickets about the same thing, and about nothing else. Alertmanager takes two absent labels for
 * equal, so that a page without `slo` and `signal` would silence every such ticket of the service: a source therefore has
 * to carry one of them, and a service. Of a signal with several components or instances, each is a thing of its own.
 */
export const inhibitions: readonly Inhibition[] = (['slo', 'signal'] as const).map((subject) => ({
  source: [matcher('severity', '=', 'critical'), matcher('service', '!=', ''), matcher(subject, '!=', '')],
  target: [
    matcher('severity', '=', 'warning'),
    // Its silence would be taken for a broken way.
    matcher('alertname', '!=', watchdogAlert),
    ...(subject === 'signal' ? signalsOfManyFaults.map((signal) => matcher('signal', '!=', signal)) : []),
  ],
  // A disk that is full explains no other disk that will be: only the same alert about the same thing is kept quiet.
  equal: ['alertname', ...grouping, 'component', 'instance'],
}));
