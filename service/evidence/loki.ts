/** Loki's HTTP API. https://grafana.com/docs/loki/latest/reference/loki-http-api/ */
import { z } from 'zod';
import { endpointUrl, fetchJson } from './fetch-json.ts';

const streamsSchema = z.object({
  data: z.object({
    result: z.array(
      z.object({
        /** Labels and the structured metadata of the lines, dots turned into underscores. */
        stream: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())),
      }),
    ),
  }),
});

export interface LokiLine {
  readonly at: string;
  readonly line: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Newest first. */
export async function queryLoki(
  base: string,
  query: string,
  range: { readonly from: Date; readonly to: Date; readonly limit: number },
): Promise<LokiLine[]> {
  const url = endpointUrl(base, '/loki/api/v1/query_range', {
    query,
    start: nanoseconds(range.from),
    end: nanoseconds(range.to),
    limit: String(range.limit),
    direction: 'backward',
  });
  const { data } = await fetchJson(url, streamsSchema);
  return data.result
    .flatMap(({ stream, values }) =>
      values.map(([ns, line]) => ({ at: toInstant(ns), line, fields: stream })),
    )
    .toSorted((a, b) => b.at.localeCompare(a.at))
    .slice(0, range.limit);
}

function nanoseconds(date: Date): string {
  return `${date.getTime()}000000`;
}

function toInstant(ns: string): string {
  return new Date(Number(BigInt(ns) / 1_000_000n)).toISOString();
}
