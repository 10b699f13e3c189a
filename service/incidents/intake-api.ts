import type { Store } from '../db/store.ts';
import type { DeskContext, Endpoint } from '../http/endpoint.ts';
import { readJson } from '../http/json-body.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { takeAlerts } from './intake.ts';
import { webhookLimitBytes, webhookSchema } from './webhook.ts';

interface IntakeDeps {
  readonly store: Store;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'alertNotifications'>;
  /** Called after the answer's data is stored; must not throw. */
  readonly onStored: (openedIncidents: readonly string[]) => void;
}

export function intakeEndpoints({ store, logger, metrics, onStored }: IntakeDeps): Endpoint[] {
  async function takeNotification(ctx: DeskContext): Promise<void> {
    const webhook = await readJson(ctx, webhookSchema, webhookLimitBytes);
    const { outcomes, opened, ...result } = await takeAlerts(store, webhook);
    for (const outcome of outcomes) metrics.alertNotifications.inc({ outcome });
    logger.info('alerts taken', {
      accepted: result.accepted,
      duplicates: result.duplicates,
      opened: opened.length,
      truncated: webhook.truncatedAlerts,
    });
    ctx.body = result;
    onStored(opened);
  }
  return [{ method: 'POST', route: '/api/alerts', handle: takeNotification }];
}
