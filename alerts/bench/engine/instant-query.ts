/** One rule's expression, asked of a real Prometheus as the rule manager asks it: at one instant. */
import { z } from 'zod';

export interface Answer {
  /** Samples that the engine read, as `totalQueryableSamples` of its statistics. */
  readonly samples: number;
  readonly seconds: number;
  readonly series: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

const response = z.object({
  data: z.object({
    resultType: z.string(),
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }),
    ),
    stats: z.object({
      timings: z.object({ execTotalTime: z.number() }),
      samples: z.object({ totalQueryableSamples: z.number() }),
    }),
  }),
});

/** Throws an Error with the expression and what Prometheus said when it is refused or times out (2 minutes). */
export async function askAt(url: string, expr: string, timeSeconds: number): Promise<Answer> {
  const body = new URLSearchParams({ query: expr, time: String(timeSeconds), stats: 'all' });
  const answer = await fetch(`${url}/api/v1/query`, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(130_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Prometheus refused ${expr}: ${answer.status} ${text}`);
  const { result, stats } = response.parse(JSON.parse(text)).data;
  return {
    samples: stats.samples.totalQueryableSamples,
    seconds: stats.timings.execTotalTime,
    series: result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) })),
  };
}
