/** Jaeger's query API, the one that Grafana's datasource calls: times in microseconds, tags as a JSON object. */
import { z } from 'zod';
import type { Question } from '../board-queries.ts';
import type { ShownRange } from '../substitute.ts';
import { askJson, type Found } from './answer.ts';

const traces = z.object({ data: z.array(z.object({ spans: z.array(z.unknown()) })).nullable() });

export async function askJaeger(
  base: string,
  question: Question & { backend: 'jaeger' },
  shown: ShownRange,
): Promise<Found> {
  const url = new URL('api/traces', base.endsWith('/') ? base : `${base}/`);
  const tags = question.tags
    .split(' ')
    .filter((pair) => pair !== '')
    .map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)]);
  url.search = new URLSearchParams({
    service: question.service,
    tags: JSON.stringify(Object.fromEntries(tags)),
    start: String(shown.from.getTime() * 1000),
    end: String(shown.to.getTime() * 1000),
    limit: String(question.limit),
  }).toString();
  const found = (await askJson(url, traces)).data ?? [];
  return { series: found.length, points: found.reduce((sum, { spans }) => sum + spans.length, 0) };
}
