/** Panels of metrics that only services instrumented from service/signals.ts export. */
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import { signals } from '../service/signals.ts';

/** Such a service declares that it counts what telemetry it dropped. */
export function exportsOwnSignals({ signals: declared = [] }: Pick<ServiceDefinition, 'signals'>): boolean {
  return declared.some(
    (signal) => signal.kind === 'telemetry' && signal.dropped.metric === signals.telemetryDropped.metric,
  );
}
