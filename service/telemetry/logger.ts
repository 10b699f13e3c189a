/** One JSON event a line on standard output, and the same event over OTLP. Field names are OpenTelemetry's. */
import { trace } from '@opentelemetry/api';
import winston from 'winston';
import type { Config } from '../config.ts';
import { OtlpTransport } from './otlp-transport.ts';

export type Logger = Pick<winston.Logger, 'error' | 'warn' | 'info' | 'debug'>;

/** Loki refuses structured metadata over 64 KB; a stack needs far less. */
const stackLimitChars = 8000;

const addTraceIds = winston.format((info) => {
  const active = trace.getActiveSpan()?.spanContext();
  if (active === undefined || info.trace_id !== undefined) return info;
  return Object.assign(info, { trace_id: active.traceId, span_id: active.spanId });
});

export function createLogger(config: Pick<Config, 'logLevel'>): Logger {
  return winston.createLogger({
    level: config.logLevel,
    format: winston.format.combine(addTraceIds(), winston.format.timestamp()),
    transports: [new winston.transports.Console({ format: winston.format.json() }), new OtlpTransport()],
  });
}

/** The fields that describe an error in a log event; its causes are appended to the stack. */
export function errorFields(error: unknown): Record<string, string> {
  if (!(error instanceof Error))
    return { 'exception.type': typeof error, 'exception.message': String(error) };
  return {
    'exception.type': error.name,
    'exception.message': error.message,
    'exception.stacktrace': describeStack(error).slice(0, stackLimitChars),
  };
}

function describeStack(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by: ${describeStack(error.cause)}` : own;
}
