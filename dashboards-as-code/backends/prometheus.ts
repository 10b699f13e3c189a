/** https://prometheus.io/docs/prometheus/latest/querying/api/ */
import { z } from 'zod';
import type { Question } from '../board-queries.ts';
import { type ShownRange, stepSeconds } from '../substitute.ts';
import { askJson, type Found } from './answer.ts';

const sample = z.tuple([z.number(), z.string()]);
const stats = z.object({ samples: z.object({ totalQueryableSamples: z.number() }) });
const series = z.object({
  data: z.object({ result: z.array(z.object({ values: z.array(sample) })), stats }),
});
const vector = z.object({ data: z.object({ result: z.array(z.object({ value: sample })), stats }) });
const exemplars = z.object({ data: z.array(z.object({ exemplars: z.array(z.unknown()) })) });
const labels = z.object({ data: z.array(z.string()) });

type PrometheusQuestion = Question & { readonly backend: 'prometheus' };

/** A series or a point that is nothing but NaN does not count: Grafana draws nothing for it. */
export async function askPrometheus(
  base: string,
  question: PrometheusQuestion,
  shown: ShownRange,
): Promise<Found> {
  const api = apiOf(base);
  switch (question.kind) {
    case 'range': {
      const step = String(stepSeconds(shown));
      const form = new URLSearchParams({ query: question.expr, ...within(shown), step, stats: 'all' });
      const { result, stats: told } = (await askJson(new URL('query_range', api), series, form)).data;
      return counted(
        result.map(({ values }) => values),
        told,
      );
    }
    case 'instant': {
      const form = new URLSearchParams({ query: question.expr, time: at(shown.to), stats: 'all' });
      const { result, stats: told } = (await askJson(new URL('query', api), vector, form)).data;
      return counted(
        result.map(({ value }) => [value]),
        told,
      );
    }
    case 'exemplars': {
      const form = new URLSearchParams({ query: question.expr, ...within(shown) });
      const { data } = await askJson(new URL('query_exemplars', api), exemplars, form);
      const counts = data.map((found) => found.exemplars.length).filter((count) => count > 0);
      return { series: counts.length, points: counts.reduce((sum, count) => sum + count, 0) };
    }
    case 'label-values': {
      const values = await askLabelValues(base, question, shown);
      return { series: values.length, points: values.length };
    }
  }
}

/** In the server's order, which is alphabetical. */
export async function askLabelValues(
  base: string,
  { expr, label }: PrometheusQuestion & { readonly kind: 'label-values' },
  shown: ShownRange,
): Promise<string[]> {
  const url = new URL(`label/${label}/values`, apiOf(base));
  url.search = new URLSearchParams({ 'match[]': expr, ...within(shown) }).toString();
  return (await askJson(url, labels)).data;
}

function counted(
  result: readonly (readonly z.infer<typeof sample>[])[],
  { samples }: z.infer<typeof stats>,
): Found {
  const points = result
    .map((values) => values.filter(([, value]) => value !== 'NaN').length)
    .filter((count) => count > 0);
  return {
    series: points.length,
    points: points.reduce((sum, count) => sum + count, 0),
    samples: samples.totalQueryableSamples,
  };
}

function apiOf(base: string): URL {
  return new URL('api/v1/', base.endsWith('/') ? base : `${base}/`);
}

function within({ from, to }: ShownRange): { readonly start: string; readonly end: string } {
  return { start: at(from), end: at(to) };
}

function at(moment: Date): string {
  return String(moment.getTime() / 1000);
}
