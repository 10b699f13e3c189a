/** https://grafana.com/docs/loki/latest/reference/loki-http-api/ */
import { z } from 'zod';
import type { Question } from '../board-queries.ts';
import { type ShownRange, stepSeconds } from '../substitute.ts';
import { askJson, type Found } from './answer.ts';

const streams = z.object({
  data: z.object({ result: z.array(z.object({ values: z.array(z.unknown()) })) }),
});

export async function askLoki(
  base: string,
  question: Question & { backend: 'loki' },
  shown: ShownRange,
): Promise<Found> {
  const url = new URL('loki/api/v1/query_range', base.endsWith('/') ? base : `${base}/`);
  url.search = new URLSearchParams({
    query: question.expr,
    start: shown.from.toISOString(),
    end: shown.to.toISOString(),
    step: String(stepSeconds(shown)),
    limit: String(question.limit),
    direction: 'backward',
  }).toString();
  const { result } = (await askJson(url, streams)).data;
  return { series: result.length, points: result.reduce((sum, { values }) => sum + values.length, 0) };
}
