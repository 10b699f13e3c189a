/**
 * What was found about an incident. Each part says whether it was found, is empty, failed or cannot be had here;
 * none of it is a cause.
 */
import { z } from 'zod';

const unavailable = z.object({ status: z.literal('unavailable'), reason: z.string() });
const failed = z.object({ status: z.literal('failed'), reason: z.string() });
const none = z.object({ status: z.literal('none'), query: z.string(), reason: z.string() });

export const routeEvidenceSchema = z.object({
  method: z.string(),
  route: z.string(),
  /** Share of the route's requests that were bad within the window, 0 to 1. */
  badRatio: z.number(),
  /** Events within the window, extrapolated as increase() does. */
  badCount: z.number(),
  totalCount: z.number(),
});
export type RouteEvidence = z.infer<typeof routeEvidenceSchema>;

export const logLineSchema = z.object({
  at: z.string(),
  message: z.string(),
  route: z.string(),
  exceptionType: z.string(),
  exceptionMessage: z.string(),
  traceId: z.string(),
});
export type LogLine = z.infer<typeof logLineSchema>;

export const traceEvidenceSchema = z.object({
  traceId: z.string(),
  route: z.string(),
  statusCode: z.string(),
  startedAt: z.string(),
  durationMs: z.number(),
  spans: z.array(
    z.object({
      name: z.string(),
      depth: z.number(),
      durationMs: z.number(),
      isError: z.boolean(),
      exception: z.string(),
    }),
  ),
  url: z.string(),
});
export type TraceEvidence = z.infer<typeof traceEvidenceSchema>;

const changeEvidenceSchema = z.object({
  id: z.string(),
  kind: z.string(),
  release: z.string(),
  previousRelease: z.string().nullable(),
  status: z.string(),
  startedAt: z.string(),
  by: z.string(),
  summary: z.string(),
  /** Seconds from the change's start to the incident. */
  secondsBefore: z.number(),
});

function part<Found extends z.ZodRawShape>(found: Found) {
  return z.discriminatedUnion('status', [
    z.object({ status: z.literal('found'), query: z.string(), ...found }),
    none,
    failed,
    unavailable,
  ]);
}

export const evidenceSchema = z.object({
  gatheredAt: z.string(),
  window: z.string(),
  routes: part({ rows: z.array(routeEvidenceSchema) }),
  logs: part({ lines: z.array(logLineSchema) }),
  trace: part({ trace: traceEvidenceSchema }),
  change: part({ change: changeEvidenceSchema }),
  links: z.object({ runbook: z.string(), dashboard: z.string() }),
});

export type Evidence = z.infer<typeof evidenceSchema>;
export type RoutesEvidence = Evidence['routes'];
export type LogsEvidence = Evidence['logs'];
export type TracePart = Evidence['trace'];
export type ChangePart = Evidence['change'];

/** Complete means that asking again could add nothing. A suspect change is not awaited: there may have been none. */
export function isComplete({ routes, logs, trace }: Evidence): boolean {
  return [routes, logs, trace].every(({ status }) => status === 'found' || status === 'unavailable');
}
