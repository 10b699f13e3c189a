import { z } from 'zod';

const answerSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('vector'),
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }),
    ),
  }),
});

const answerTimeoutMs = 5_000;

/** The one value of an instant query; undefined when there is no series. Throws when Prometheus cannot answer. */
export async function queryValue(url: string, promql: string): Promise<number | undefined> {
  const [first] = await query(url, promql);
  const value = Number(first?.value[1]);
  return Number.isFinite(value) ? value : undefined;
}

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All series of an instant query that have a number. Throws when Prometheus cannot answer. */
export async function querySeries(url: string, promql: string): Promise<Series[]> {
  return (await query(url, promql))
    .map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }))
    .filter(({ value }) => Number.isFinite(value));
}

async function query(url: string, promql: string): Promise<z.infer<typeof answerSchema>['data']['result']> {
  try {
    const response = await fetch(new URL('/api/v1/query', url), {
      method: 'POST',
      body: new URLSearchParams({ query: promql }),
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    if (!response.ok) throw new Error(`status ${response.status}: ${(await response.text()).slice(0, 200)}`);
    return answerSchema.parse(await response.json()).data.result;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Prometheus at ${url} did not answer: ${reason}`, { cause: error });
  }
}
