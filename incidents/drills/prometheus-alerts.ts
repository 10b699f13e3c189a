/** The alerts that Prometheus holds right now, pending ones too. */
import { z } from 'zod';

const answerSchema = z.object({
  data: z.object({
    alerts: z.array(
      z.object({
        labels: z.record(z.string(), z.string()),
        state: z.enum(['pending', 'firing']),
        activeAt: z.iso.datetime({ offset: true }),
      }),
    ),
  }),
});
export type PrometheusAlert = z.infer<typeof answerSchema>['data']['alerts'][number];

export async function readAlerts(
  prometheusUrl: string,
  labels: Readonly<Record<string, string>>,
): Promise<PrometheusAlert[]> {
  const response = await fetch(`${prometheusUrl}/api/v1/alerts`, { signal: AbortSignal.timeout(5000) });
  const { data } = answerSchema.parse(await response.json());
  return data.alerts.filter((alert) =>
    Object.entries(labels).every(([name, value]) => alert.labels[name] === value),
  );
}
