/**
 * winston to the OpenTelemetry logs API. The published transport talks to a different API generation than this SDK
 * and delivers nothing, silently; delivery of this one is proven against a real Loki in delivery.test.ts.
 */
import { type Attributes, logs, ROOT_CONTEXT, SeverityNumber, TraceFlags, trace } from '@opentelemetry/api';
import Transport from 'winston-transport';
import { z } from 'zod';

const severities = {
  error: SeverityNumber.ERROR,
  warn: SeverityNumber.WARN,
  info: SeverityNumber.INFO,
  debug: SeverityNumber.DEBUG,
} as const;

const lineSchema = z.looseObject({
  level: z.enum(['error', 'warn', 'info', 'debug']),
  message: z.string(),
  trace_id: z.string().optional(),
  span_id: z.string().optional(),
});

export class OtlpTransport extends Transport {
  readonly #logger = logs.getLogger('desk');

  override log(info: unknown, next: () => void): void {
    const line = lineSchema.safeParse(info);
    if (line.success) {
      const { level, message, trace_id: traceId, span_id: spanId, timestamp: _, ...fields } = line.data;
      this.#logger.emit({
        severityNumber: severities[level],
        severityText: level.toUpperCase(),
        body: message,
        attributes: scalarFields(fields),
        // From the line, not from the active context: a buffered line is written in another request's context.
        ...(traceId !== undefined && spanId !== undefined
          ? {
              context: trace.setSpanContext(ROOT_CONTEXT, {
                traceId,
                spanId,
                traceFlags: TraceFlags.SAMPLED,
              }),
            }
          : {}),
      });
    }
    next();
  }
}

function scalarFields(fields: Readonly<Record<string, unknown>>): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      attributes[name] = value;
    else if (value !== undefined && value !== null) attributes[name] = JSON.stringify(value);
  }
  return attributes;
}
