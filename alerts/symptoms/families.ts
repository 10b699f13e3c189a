/** The family of rules that each kind of signal brings. */
import type { ServiceDefinition } from '../service-definition.ts';
import type { DeclaredSignal } from './declared-signal.ts';
import {
  certificateSymptoms,
  eventLoopSymptoms,
  queueSymptoms,
  replicationSymptoms,
  transactionSymptoms,
} from './families/gauges.ts';
import { watchdogSymptoms } from './families/watchdog.ts';
import type { Symptom } from './symptom.ts';

/** The symptoms that one declared signal brings to its service. Throws where a figure cannot be measured by it. */
export function symptomsOf(signal: DeclaredSignal, service: ServiceDefinition): Symptom[] {
  switch (signal.kind) {
    case 'replication':
      return replicationSymptoms(signal, service);
    case 'transactions':
      return transactionSymptoms(signal, service);
    case 'certificate':
      return certificateSymptoms(signal, service);
    case 'queue':
      return queueSymptoms(signal, service);
    case 'event-loop':
      return eventLoopSymptoms(signal, service);
    case 'watchdog':
      return watchdogSymptoms(signal, service);
    default:
      return [];
  }
}
