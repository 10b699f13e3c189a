/** The family of rules that each kind of signal brings. */
import type { ServiceDefinition } from '../service-definition.ts';
import type { DeclaredSignal } from './declared-signal.ts';
import { backupSymptoms } from './families/backups.ts';
import { poolSymptoms } from './families/connection-pool.ts';
import { diskForecastSymptoms } from './families/disk-forecast.ts';
import {
  certificateSymptoms,
  eventLoopSymptoms,
  queueSymptoms,
  replicationSymptoms,
  transactionSymptoms,
} from './families/gauges.ts';
import { latencySymptoms } from './families/latency.ts';
import {
  alertmanagerSymptoms,
  logPipelineSymptoms,
  prometheusSymptoms,
  telemetrySymptoms,
  tracePipelineSymptoms,
} from './families/monitoring.ts';
import { databaseSymptoms, targetSymptoms, vaultSymptoms } from './families/presence.ts';
import { requestSymptoms } from './families/requests.ts';
import { restartSymptoms } from './families/restarts.ts';
import {
  containerMemorySymptoms,
  cpuSymptoms,
  diskFillingSymptoms,
  memorySymptoms,
} from './families/shares.ts';
import { statementSymptoms } from './families/statements.ts';
import { watchdogSymptoms } from './families/watchdog.ts';
import type { Symptom } from './symptom.ts';

/** The symptoms that one declared signal brings to its service. Throws where a figure cannot be measured by it. */
export function symptomsOf(signal: DeclaredSignal, service: ServiceDefinition): Symptom[] {
  switch (signal.kind) {
    case 'requests':
      return requestSymptoms(signal, service);
    case 'latency':
      return latencySymptoms(signal, service);
    case 'targets':
      return targetSymptoms(signal, service);
    case 'restarts':
      return restartSymptoms(signal, service);
    case 'uptime':
      return [];
    case 'cpu':
      return cpuSymptoms(signal, service);
    case 'memory':
      return memorySymptoms(signal, service);
    case 'container-memory':
      return containerMemorySymptoms(signal, service);
    case 'disk':
      return [...diskFillingSymptoms(signal, service), ...diskForecastSymptoms(signal, service)];
    case 'connection-pool':
      return poolSymptoms(signal, service);
    case 'database':
      return databaseSymptoms(signal, service);
    case 'replication':
      return replicationSymptoms(signal, service);
    case 'transactions':
      return transactionSymptoms(signal, service);
    case 'statements':
      return statementSymptoms(signal, service);
    case 'backup':
      return backupSymptoms(signal, service);
    case 'certificate':
      return certificateSymptoms(signal, service);
    case 'queue':
      return queueSymptoms(signal, service);
    case 'event-loop':
      return eventLoopSymptoms(signal, service);
    case 'vault':
      return vaultSymptoms(signal, service);
    case 'watchdog':
      return watchdogSymptoms(signal, service);
    case 'prometheus':
      return prometheusSymptoms(signal, service);
    case 'alertmanager':
      return alertmanagerSymptoms(signal, service);
    case 'log-pipeline':
      return logPipelineSymptoms(signal, service);
    case 'trace-pipeline':
      return tracePipelineSymptoms(signal, service);
    case 'telemetry':
      return telemetrySymptoms(signal, service);
  }
}
