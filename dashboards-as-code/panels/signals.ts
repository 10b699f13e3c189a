/** The panels of what a service declares that it can be seen by: one kind of signal, one kind of picture. */
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import type { DeclaredSignal, SignalKind } from '../../alerts/symptoms/declared-signal.ts';
import type { PanelModel } from '../board.ts';
import { databaseFigurePanels } from './signals/database.ts';
import {
  alertmanagerPanels,
  logPipelinePanel,
  prometheusPanels,
  telemetryPanel,
  tracePipelinePanel,
  watchdogPanel,
} from './signals/pipeline.ts';
import {
  containerMemoryPanel,
  cpuPanel,
  diskPanel,
  eventLoopPanel,
  memoryPanel,
  restartsPanel,
  targetsPanel,
  uptimePanel,
} from './signals/resources.ts';
import {
  backupPanel,
  certificatePanel,
  databasePanel,
  poolPanel,
  queuePanel,
  replicationPanel,
  statementsPanel,
  transactionsPanel,
  vaultPanel,
} from './signals/stores.ts';

/** In the order in which the service declares them. */
export function signalPanels(service: ServiceDefinition, kinds: readonly SignalKind[]): PanelModel[] {
  return (service.signals ?? [])
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap((signal) => panelsOf(signal, service));
}

function panelsOf(signal: DeclaredSignal, service: ServiceDefinition): PanelModel[] {
  switch (signal.kind) {
    // What an objective counts has panels of its own.
    case 'requests':
    case 'latency':
      return [];
    case 'targets':
      return [targetsPanel(signal)];
    case 'restarts':
      return [restartsPanel(signal, service)];
    case 'uptime':
      return [uptimePanel(signal)];
    case 'cpu':
      return [cpuPanel(signal, service)];
    case 'memory':
      return [memoryPanel(signal, service)];
    case 'container-memory':
      return [containerMemoryPanel(signal, service)];
    case 'disk':
      return [diskPanel(signal, service)];
    case 'event-loop':
      return [eventLoopPanel(signal, service)];
    case 'connection-pool':
      return [poolPanel(signal)];
    case 'database':
      return [databasePanel(signal), ...databaseFigurePanels(signal)];
    case 'replication':
      return [replicationPanel(signal, service)];
    case 'transactions':
      return [transactionsPanel(signal, service)];
    case 'statements':
      return [statementsPanel(signal, service)];
    case 'backup':
      return [backupPanel(signal, service)];
    case 'certificate':
      return [certificatePanel(signal, service)];
    case 'queue':
      return [queuePanel(signal, service)];
    case 'vault':
      return [vaultPanel(signal)];
    case 'watchdog':
      return [watchdogPanel(signal, service)];
    case 'prometheus':
      return prometheusPanels(signal);
    case 'alertmanager':
      return alertmanagerPanels(signal);
    case 'log-pipeline':
      return [logPipelinePanel(signal)];
    case 'trace-pipeline':
      return [tracePipelinePanel(signal)];
    case 'telemetry':
      return [telemetryPanel(signal)];
  }
}
