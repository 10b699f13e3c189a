/** Metrics, exemplar and access line of each request, taken when its response has closed. */
import { context, type Context as OtelContext, trace } from '@opentelemetry/api';
import type { Next } from 'koa';
import { methods, statusClasses } from '../signals.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { DeskContext, Endpoint } from './endpoint.ts';

/** nginx's code for a client that went away before it was answered. */
const clientClosedRequest = 499;

export function measureRequests(metrics: Metrics, logger: Logger) {
  return async function measureRequest(ctx: DeskContext, next: Next): Promise<void> {
    const startedAt = process.hrtime.bigint();
    const active = context.active();
    metrics.httpRequestsInFlight.inc();
    // Not after next(): an outermost middleware sees 404 where the client gets 500.
    ctx.res.once('close', () => {
      const durationMs = Number(process.hrtime.bigint() - startedAt) / 1e6;
      metrics.httpRequestsInFlight.dec();
      recordRequest(metrics, ctx, durationMs / 1000, active);
      const level = isProbe(ctx) ? 'debug' : 'info';
      context.with(active, () => logger[level]('request served', describeRequest(ctx, durationMs)));
    });
    await next();
  };
}

/** Every routed pair is born at 0 for 200 and 500, so that the first failure is an increase and not a birth. */
export function bearRequestSeries(metrics: Metrics, endpoints: readonly Endpoint[]): void {
  for (const { method, route } of endpoints)
    for (const status of [200, 500]) metrics.httpRequests.inc({ method, route, status }, 0);
}

function recordRequest(metrics: Metrics, ctx: DeskContext, seconds: number, active: OtelContext): void {
  const method = methods.find((known) => known === ctx.method) ?? 'other';
  const route = ctx.state.route ?? 'unmatched';
  const status = statusOf(ctx);
  const statusClass = statusClasses[Math.floor(status / 100) - 1] ?? '5xx';
  metrics.httpRequests.inc({ method, route, status });
  const span = trace.getSpanContext(active);
  const isSampled = span !== undefined && (span.traceFlags & 1) === 1;
  metrics.httpRequestDuration.observe({
    labels: { method, route, status_class: statusClass },
    value: seconds,
    ...(isSampled ? { exemplarLabels: { trace_id: span.traceId, span_id: span.spanId } } : {}),
  });
}

/** Probes and scrapes come every few seconds and say nothing while they succeed. */
function isProbe({ state: { route = 'unmatched' }, res }: DeskContext): boolean {
  return res.statusCode < 400 && (route.startsWith('/health') || route === '/metrics');
}

function describeRequest(ctx: DeskContext, durationMs: number): Record<string, string | number> {
  return {
    'http.request.method': ctx.method,
    'http.route': ctx.state.route ?? 'unmatched',
    'url.path': ctx.path,
    'http.response.status_code': statusOf(ctx),
    duration_ms: Math.round(durationMs * 1000) / 1000,
  };
}

function statusOf(ctx: DeskContext): number {
  return ctx.res.headersSent ? ctx.res.statusCode : clientClosedRequest;
}
