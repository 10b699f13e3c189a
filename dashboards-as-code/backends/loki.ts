/** https://grafana.com/docs/loki/latest/reference/loki-http-api/ */
import { z } from 'zod';
import type { Question } from '../board-queries.ts';
import type { ShownRange } from '../substitute.ts';
import { askJson } from './answer.ts';

const streams = z.object({ data: z.object({ result: z.array(z.unknown()) }) });

/** How many streams the answer holds. */
export async function askLoki(
  base: string,
  question: Question & { backend: 'loki' },
  shown: ShownRange,
): Promise<number> {
  const url = new URL('loki/api/v1/query_range', base.endsWith('/') ? base : `${base}/`);
  url.search = new URLSearchParams({
    query: question.expr,
    start: shown.from.toISOString(),
    end: shown.to.toISOString(),
    limit: String(question.limit),
    direction: 'backward',
  }).toString();
  return (await askJson(url, streams)).data.result.length;
}
