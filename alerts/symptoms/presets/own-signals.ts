/** Signals of services that are instrumented from `service/signals.ts`, as the desk is. */
import { type Signal, type SignalName, signals } from '../../../service/signals.ts';
import type { Objective } from '../../objective.ts';
import { type Conditions, select } from '../../promql.ts';
import type { DeclaredSignal } from '../declared-signal.ts';

/** The requests that an availability objective counts; the symptoms then read its recorded counts. */
export function requestsOf({ name, events, labels }: Objective): DeclaredSignal {
  if (!('bad' in events))
    throw new Error(
      `objective "${name}" does not count total and bad requests, so no request symptoms can come from it; declare { kind: 'requests', total, failed }.`,
    );
  return {
    kind: 'requests',
    total: events.total,
    failed: events.bad,
    ...(labels === undefined ? {} : { labels }),
  };
}

/** The latency that a declared histogram measures. */
export function latencyOf<S extends SignalName>(durations: S, of: Conditions<S>): DeclaredSignal {
  const { buckets = [] }: Signal = signals[durations];
  return {
    kind: 'latency',
    buckets: select(durations, of, 'bucket'),
    count: select(durations, of, 'count'),
    edges: buckets,
  };
}

/** The pool that a service reports as `db_pool_connections{state}`. */
export function pgPool(of: Omit<Conditions<'dbPoolConnections'>, 'state'>): DeclaredSignal {
  const inState = (state: string) => select('dbPoolConnections', { ...of, state });
  return {
    kind: 'connection-pool',
    used: inState('used'),
    max: inState('max'),
    waiting: inState('waiting'),
  };
}

/** Spans and log records that a service reports as `telemetry_dropped_total`. */
export function ownTelemetry(of: Conditions<'telemetryDropped'>): DeclaredSignal {
  return { kind: 'telemetry', dropped: select('telemetryDropped', of) };
}
