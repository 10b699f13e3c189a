/** Alertmanager's webhook, payload version 4. https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
import { z } from 'zod';

const labels = z.record(z.string(), z.string());
const instant = z.iso.datetime({ offset: true });

const alertSchema = z.object({
  status: z.enum(['firing', 'resolved']),
  labels,
  annotations: labels.default({}),
  startsAt: instant,
  /** The year 1 while the alert fires. */
  endsAt: instant,
  generatorURL: z.string().default(''),
  fingerprint: z.string().min(1),
});

export const webhookSchema = z.object({
  version: z.literal('4', { error: 'only payload version "4" is understood' }),
  truncatedAlerts: z.number().int().min(0).default(0),
  alerts: z.array(alertSchema),
});

export type WebhookAlert = z.infer<typeof alertSchema>;
export type Webhook = z.infer<typeof webhookSchema>;

/** The largest body taken: 10,000 alerts are about 7 MiB, 1,500 just over 1 MiB. */
export const webhookLimitBytes = 4 * 1024 * 1024;
