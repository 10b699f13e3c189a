/** Jaeger's query API, the one its own page uses. https://www.jaegertracing.io/docs/latest/architecture/apis/ */
import { z } from 'zod';
import { endpointUrl, fetchJson } from './fetch-json.ts';

const tags = z.array(z.object({ key: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) }));

const spanSchema = z.object({
  spanID: z.string(),
  operationName: z.string(),
  references: z.array(z.object({ refType: z.string(), spanID: z.string() })).default([]),
  /** Microseconds, both. */
  startTime: z.number(),
  duration: z.number(),
  tags: tags.default([]),
  logs: z.array(z.object({ fields: tags })).nullish(),
  processID: z.string(),
});

const traceSchema = z.object({
  traceID: z.string(),
  spans: z.array(spanSchema),
  processes: z.record(z.string(), z.object({ serviceName: z.string(), tags: tags.default([]) })),
});

export type JaegerSpan = z.infer<typeof spanSchema>;
export type JaegerTrace = z.infer<typeof traceSchema>;

const answerSchema = z.object({ data: z.array(traceSchema).nullable() });

export async function searchTraces(
  base: string,
  search: {
    readonly service: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly from: Date;
    readonly to: Date;
    readonly limit: number;
  },
): Promise<JaegerTrace[]> {
  const url = endpointUrl(base, '/api/traces', {
    service: search.service,
    tags: JSON.stringify(search.tags),
    start: String(search.from.getTime() * 1000),
    end: String(search.to.getTime() * 1000),
    limit: String(search.limit),
  });
  return (await fetchJson(url, answerSchema)).data ?? [];
}

export async function fetchTrace(base: string, traceId: string): Promise<JaegerTrace | undefined> {
  const url = endpointUrl(base, `/api/traces/${encodeURIComponent(traceId)}`, {});
  return (await fetchJson(url, answerSchema)).data?.[0];
}

export function tagOf(list: JaegerSpan['tags'], key: string): string {
  const value = list.find((tag) => tag.key === key)?.value;
  return value === undefined ? '' : String(value);
}
