/** What machines and clusters say of what runs on them: node_exporter; cAdvisor with kube-state-metrics. */
import { matchesNot, selector } from '../../promql.ts';
import type { DeclaredSignal } from '../declared-signal.ts';
import { common, type PresetScope } from './scope.ts';

/** CPU, memory, disks and uptime of machines, as node_exporter tells of Linux. https://github.com/prometheus/node_exporter */
export function nodeExporter(scope: PresetScope): DeclaredSignal[] {
  // Nothing is written to these, or not to a disk.
  const disks = { ...scope.of, fstype: matchesNot('tmpfs|ramfs|overlay|squashfs|iso9660|fuse[.].*') };
  return [
    {
      kind: 'cpu',
      ...common(scope),
      idleSeconds: selector('node_cpu_seconds_total', { ...scope.of, mode: 'idle' }),
    },
    {
      kind: 'memory',
      ...common(scope),
      availableBytes: selector('node_memory_MemAvailable_bytes', scope.of),
      totalBytes: selector('node_memory_MemTotal_bytes', scope.of),
    },
    {
      kind: 'disk',
      ...common(scope),
      freeBytes: selector('node_filesystem_avail_bytes', disks),
      sizeBytes: selector('node_filesystem_size_bytes', disks),
      per: ['instance', 'mountpoint'],
    },
    { kind: 'uptime', ...common(scope), startedAt: selector('node_boot_time_seconds', scope.of) },
  ];
}

/**
 * Restarts, CPU and memory of a service's containers against the limits that they were given; a container without a
 * limit is not watched. The scope singles out pods: `{ namespace: 'shop', pod: matches('api-.*') }`, and its
 * labels say what tells the environment (`{ environment: 'namespace' }`).
 */
export function cadvisorWithKubeState(scope: PresetScope): DeclaredSignal[] {
  const per = ['pod', 'container'];
  const limit = (resource: 'cpu' | 'memory') =>
    selector('kube_pod_container_resource_limits', { ...scope.of, resource });
  // The pod's own group has no container's name and would be counted twice.
  const containers = { ...scope.of, container: matchesNot('|POD') };
  return [
    {
      kind: 'restarts',
      ...common(scope),
      restarts: selector('kube_pod_container_status_restarts_total', scope.of),
      per,
    },
    {
      kind: 'cpu',
      ...common(scope),
      usedSeconds: selector('container_cpu_usage_seconds_total', containers),
      cores: limit('cpu'),
      per,
    },
    {
      kind: 'container-memory',
      ...common(scope),
      workingSetBytes: selector('container_memory_working_set_bytes', containers),
      limitBytes: limit('memory'),
      per,
    },
  ];
}
