/**
 * What a process says of itself by its client library: `process_*` of prom-client and of Go's promhttp, and Node's event
 * loop. https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
 */
import { selector } from '../../promql.ts';
import type { DeclaredSignal } from '../declared-signal.ts';
import { common, type PresetScope } from './scope.ts';

/** What the process may use; nothing in its own metrics tells. */
export interface ProcessLimits {
  readonly cores: number;
  readonly memoryLimitBytes: number;
}

/** Targets, restarts, CPU, memory and the event loop of a Node process with prom-client's default metrics. */
export function nodeProcess(scope: PresetScope, limits: ProcessLimits): DeclaredSignal[] {
  return [
    ...goProcess(scope, limits),
    {
      kind: 'event-loop',
      ...common(scope),
      lagSeconds: selector('nodejs_eventloop_lag_p99_seconds', scope.of),
    },
  ];
}

/** Targets, restarts, CPU and memory of a Go process, or of any other with the usual `process_*` metrics. */
export function goProcess(scope: PresetScope, { cores, memoryLimitBytes }: ProcessLimits): DeclaredSignal[] {
  return [
    ...scrapedTargets(scope),
    {
      kind: 'restarts',
      ...common(scope),
      startedAt: selector('process_start_time_seconds', scope.of),
    },
    {
      kind: 'cpu',
      ...common(scope),
      usedSeconds: selector('process_cpu_seconds_total', scope.of),
      cores,
    },
    {
      kind: 'memory',
      ...common(scope),
      usedBytes: selector('process_resident_memory_bytes', scope.of),
      limitBytes: memoryLimitBytes,
    },
  ];
}

/** Only that Prometheus reaches it. */
export function scrapedTargets(scope: PresetScope): DeclaredSignal[] {
  return [{ kind: 'targets', ...common(scope), up: selector('up', scope.of) }];
}
