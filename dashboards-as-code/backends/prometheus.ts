/** https://prometheus.io/docs/prometheus/latest/querying/api/ */
import { z } from 'zod';
import type { Question } from '../board-queries.ts';
import { type ShownRange, stepSeconds } from '../substitute.ts';
import { askJson } from './answer.ts';

const sample = z.tuple([z.number(), z.string()]);
const series = z.object({ data: z.object({ result: z.array(z.object({ values: z.array(sample) })) }) });
const vector = z.object({ data: z.object({ result: z.array(z.object({ value: sample })) }) });
const exemplars = z.object({ data: z.array(z.object({ exemplars: z.array(z.unknown()) })) });
const labels = z.object({ data: z.array(z.string()) });

/** How many series (values of a label, series with exemplars) the answer holds; one that is nothing but NaN does not count. */
export async function askPrometheus(
  base: string,
  question: Question & { backend: 'prometheus' },
  shown: ShownRange,
): Promise<number> {
  const api = new URL('api/v1/', base.endsWith('/') ? base : `${base}/`);
  const at = (moment: Date): string => String(moment.getTime() / 1000);
  const within = { start: at(shown.from), end: at(shown.to) };
  switch (question.kind) {
    case 'range': {
      const form = new URLSearchParams({
        query: question.expr,
        ...within,
        step: String(stepSeconds(shown)),
      });
      const answer = await askJson(new URL('query_range', api), series, form);
      return answer.data.result.filter(({ values }) => values.some(([, value]) => value !== 'NaN')).length;
    }
    case 'instant': {
      const form = new URLSearchParams({ query: question.expr, time: at(shown.to) });
      const answer = await askJson(new URL('query', api), vector, form);
      return answer.data.result.filter(({ value }) => value[1] !== 'NaN').length;
    }
    case 'exemplars': {
      const form = new URLSearchParams({ query: question.expr, ...within });
      const answer = await askJson(new URL('query_exemplars', api), exemplars, form);
      return answer.data.filter((found) => found.exemplars.length > 0).length;
    }
    case 'label-values': {
      const url = new URL(`label/${question.label}/values`, api);
      url.search = new URLSearchParams({ 'match[]': question.expr, ...within }).toString();
      return (await askJson(url, labels)).data.length;
    }
  }
}
