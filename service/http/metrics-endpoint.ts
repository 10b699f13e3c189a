import { Registry } from 'prom-client';
import { toPlainText, wantsOpenMetrics } from '../telemetry/exposition.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { DeskContext, Endpoint } from './endpoint.ts';

export function metricsEndpoint({ registry }: Metrics): Endpoint {
  async function getMetrics(ctx: DeskContext): Promise<void> {
    const text = await registry.metrics();
    const isOpen = wantsOpenMetrics(ctx.get('Accept'));
    ctx.body = isOpen ? text : toPlainText(text);
    // A body in one format under the other's name takes the target down.
    ctx.set('Content-Type', isOpen ? Registry.OPENMETRICS_CONTENT_TYPE : Registry.PROMETHEUS_CONTENT_TYPE);
    ctx.vary('Accept');
  }
  return { method: 'GET', route: '/metrics', handle: getMetrics };
}
