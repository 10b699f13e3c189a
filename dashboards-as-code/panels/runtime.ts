/** What the processes were doing when it began: CPU, memory, event loop. */
import { rate } from '../../alerts/promql.ts';
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import type { PanelModel } from '../board.ts';
import { prometheusQuery } from '../query.ts';
import { runtimeMetrics, selectRuntime } from '../runtime-metrics.ts';
import { inSelectedReleases, rateWindow, sumOver } from '../scope.ts';
import { lines } from '../visuals.ts';

const perProcess = ['instance', 'release'] as const;
const exportsNone = 'no process metrics: the service is not scraped';

export function cpuPanel(service: ServiceDefinition): PanelModel {
  const seconds = selectRuntime('process_cpu_seconds_total', selected(service));
  return {
    slug: 'cpu',
    title: 'Is a process out of CPU?',
    description:
      'CPU time by process; 100 % is one core, which is about all that JavaScript can use. Flat at 100 % with slow requests: too much work or too few instances.',
    unit: runtimeMetrics.process_cpu_seconds_total,
    noValue: exportsNone,
    visual: lines(),
    queries: [
      prometheusQuery(sumOver(perProcess, rate(seconds, rateWindow)), {
        legend: '{{instance}} {{release}}',
      }),
    ],
  };
}

export function memoryPanel(service: ServiceDefinition): PanelModel {
  return {
    slug: 'memory',
    title: 'Does memory grow without end?',
    description:
      'Resident memory and used heap by process. A saw-tooth is garbage collection; a heap that never comes back down is a leak, and a cliff to zero a process that was killed.',
    unit: runtimeMetrics.process_resident_memory_bytes,
    noValue: exportsNone,
    visual: lines(),
    queries: [
      prometheusQuery(
        sumOver(perProcess, selectRuntime('process_resident_memory_bytes', selected(service))),
        { legend: 'resident {{instance}} {{release}}' },
      ),
      prometheusQuery(sumOver(perProcess, selectRuntime('nodejs_heap_size_used_bytes', selected(service))), {
        legend: 'heap {{instance}} {{release}}',
      }),
    ],
  };
}

export function eventLoopPanel(service: ServiceDefinition): PanelModel {
  return {
    slug: 'event-loop',
    title: 'Is the event loop blocked?',
    description:
      'How late timers run, now and at the 99th percentile since the last scrape. Lag that rises with the error ratio means that synchronous work holds up every request: take a CPU profile.',
    unit: runtimeMetrics.nodejs_eventloop_lag_seconds,
    noValue: exportsNone,
    visual: lines(),
    queries: [
      prometheusQuery(sumOver(perProcess, selectRuntime('nodejs_eventloop_lag_seconds', selected(service))), {
        legend: 'now {{instance}} {{release}}',
      }),
      prometheusQuery(
        sumOver(perProcess, selectRuntime('nodejs_eventloop_lag_p99_seconds', selected(service))),
        { legend: 'p99 {{instance}} {{release}}' },
      ),
    ],
  };
}

function selected(service: ServiceDefinition): { service: string } & typeof inSelectedReleases {
  return { service: service.name, ...inSelectedReleases };
}
