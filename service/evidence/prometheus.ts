/** Prometheus's HTTP API, as much of it as evidence needs. https://prometheus.io/docs/prometheus/latest/querying/api/ */
import { z } from 'zod';
import { endpointUrl, type FetchBounds, fetchJson } from './fetch-json.ts';

const labels = z.record(z.string(), z.string());
const sample = z.tuple([z.number(), z.string()]);

const vectorSchema = z.object({
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ metric: labels, value: sample })),
    }),
    z.object({ resultType: z.literal('scalar'), result: sample }),
  ]),
});
const matrixSchema = z.object({
  data: z.object({ result: z.array(z.object({ metric: labels, values: z.array(sample) })) }),
});

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Point {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly value: number;
}

export async function queryPrometheus(base: string, query: string, at?: Date): Promise<Sample[]> {
  const time: Record<string, string> = at === undefined ? {} : { time: String(at.getTime() / 1000) };
  const { data } = await fetchJson(endpointUrl(base, '/api/v1/query', { query, ...time }), vectorSchema);
  if (data.resultType === 'scalar') return [{ labels: {}, value: Number(data.result[1]) }];
  return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}

export interface RangeSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly Point[];
}

/** Every series of a range query; values that are not finite are left out. */
export async function queryPrometheusRange(
  base: string,
  query: string,
  range: { readonly from: Date; readonly to: Date; readonly stepSeconds: number },
  bounds: FetchBounds = {},
): Promise<RangeSeries[]> {
  const url = endpointUrl(base, '/api/v1/query_range', {
    query,
    start: String(range.from.getTime() / 1000),
    end: String(range.to.getTime() / 1000),
    step: String(range.stepSeconds),
  });
  const { data } = await fetchJson(url, matrixSchema, bounds);
  return data.result.map(({ metric, values }) => ({
    labels: metric,
    points: values
      .map(([at, value]) => ({ at, value: Number(value) }))
      .filter(({ value }) => Number.isFinite(value)),
  }));
}
