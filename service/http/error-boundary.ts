/** The one place where an error becomes an answer; `expose` decides what the client may read. */
import { SpanStatusCode, trace } from '@opentelemetry/api';
import type { Next } from 'koa';
import { describeRefusedValue } from '../db/refused-value.ts';
import { isStoreUnavailable } from '../db/store-unavailable.ts';
import { renderErrorPage } from '../pages/error-page.ts';
import { errorFields, type Logger } from '../telemetry/logger.ts';
import type { DeskContext } from './endpoint.ts';

export function catchErrors(logger: Logger) {
  return async function answerErrors(ctx: DeskContext, next: Next): Promise<void> {
    try {
      await next();
      if (ctx.status === 404 && ctx.body == null) ctx.throw(404, `Nothing is at ${ctx.path}`);
    } catch (error) {
      const status = statusFor(error);
      const span = trace.getActiveSpan();
      if (status >= 500) {
        span?.recordException(error instanceof Error ? error : new Error(String(error)));
        span?.setStatus({ code: SpanStatusCode.ERROR });
        logger.error('request failed', {
          'http.request.method': ctx.method,
          'http.route': ctx.state.route ?? 'unmatched',
          'http.response.status_code': status,
          ...errorFields(error),
        });
      }
      answer(ctx, { status, message: messageFor(error, status), traceId: span?.spanContext().traceId });
    }
  };
}

function statusFor(error: unknown): number {
  if (isStoreUnavailable(error)) return 503;
  if (describeRefusedValue(error) !== undefined) return 400;
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

function messageFor(error: unknown, status: number): string {
  const isExposed = error instanceof Error && 'expose' in error && error.expose === true;
  if (isExposed) return error.message;
  if (status === 503) return 'The store does not answer; try again shortly.';
  return describeRefusedValue(error) ?? 'The desk failed to answer this request.';
}

interface Failure {
  readonly status: number;
  readonly message: string;
  readonly traceId: string | undefined;
}

function answer(ctx: DeskContext, failure: Failure): void {
  ctx.status = failure.status;
  if (failure.status === 503) ctx.set('Retry-After', '5');
  const isPage = !ctx.path.startsWith('/api/') && ctx.accepts('json', 'html') === 'html';
  if (isPage) {
    ctx.type = 'html';
    ctx.body = renderErrorPage(failure);
  } else ctx.body = { error: failure };
}
