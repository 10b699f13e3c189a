import type { Store } from '../db/store.ts';
import { signals } from '../signals.ts';
import { errorFields, type Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { listUnclosed } from './incident-store.ts';

/** Sets incidents_open from the store. Drills are left out: they must not touch real figures. Never throws. */
export async function refreshOpenIncidents(
  store: Store,
  metrics: Pick<Metrics, 'incidentsOpen'>,
  logger: Logger,
): Promise<void> {
  try {
    const real = (await listUnclosed(store)).filter(({ drill }) => drill === null);
    for (const severity of signals.incidentsOpen.labels.severity)
      metrics.incidentsOpen.set(
        { severity },
        real.filter((incident) => String(incident.severity) === severity).length,
      );
  } catch (error) {
    logger.warn('open incidents could not be counted', errorFields(error));
  }
}
