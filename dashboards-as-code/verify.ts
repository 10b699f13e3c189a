/** Runs every query of every board against the real servers: a board whose query fails has not been shipped, only written. */
import { catalog } from '../alerts/catalog.ts';
import { askJaeger } from './backends/jaeger.ts';
import { askLoki } from './backends/loki.ts';
import { askPrometheus } from './backends/prometheus.ts';
import { type BoardQuery, type Question, questionsOf } from './board-queries.ts';
import { boardsOf } from './boards.ts';
import { asPattern, fillIn, macros, type ShownRange } from './substitute.ts';

export interface VerifySetting {
  /** A service of the catalog. */
  readonly service: string;
  readonly environment: string;
  readonly from: Date;
  readonly to: Date;
  /** As Prometheus is configured; 15 when left out. It decides $__rate_interval. */
  readonly scrapeIntervalSeconds?: number;
  /** One release or one route, as a person may choose; all when left out. */
  readonly release?: string;
  readonly route?: string;
  readonly prometheusUrl: string | undefined;
  readonly lokiUrl: string | undefined;
  readonly jaegerUrl: string | undefined;
}

export interface QueryResult {
  readonly board: string;
  readonly panel: string;
  readonly query: string;
  /** `empty` is an answer without data; `skipped` means that there is no such server here. */
  readonly status: 'ok' | 'empty' | 'error' | 'skipped';
  /** Series, label values, log streams or traces. */
  readonly series: number;
  readonly ms: number;
  /** Why it failed (with the query as it was sent) or was skipped. */
  readonly error?: string;
}

/** One result a query, in the boards' order; a server that fails is a result, never a throw. */
export async function verifyBoards(setting: VerifySetting): Promise<QueryResult[]> {
  const shown = { ...setting, scrapeIntervalSeconds: setting.scrapeIntervalSeconds ?? 15 };
  const results: QueryResult[] = [];
  for (const board of boardsOf(catalog)) {
    const { queries, allValues } = questionsOf(board);
    const values = { ...allValues, ...chosenValues(setting), ...macros(shown) };
    for (const query of queries) results.push(await verifyQuery(query, values, setting, shown));
  }
  return results;
}

function chosenValues({ environment, release, route }: VerifySetting): Record<string, string> {
  return {
    environment,
    ...(release === undefined ? {} : { release: asPattern(release) }),
    ...(route === undefined ? {} : { route: asPattern(route) }),
  };
}

async function verifyQuery(
  { question, ...where }: BoardQuery,
  values: Readonly<Record<string, string>>,
  setting: VerifySetting,
  shown: ShownRange,
): Promise<QueryResult> {
  const began = performance.now();
  const elapsed = (): number => Math.round(performance.now() - began);
  try {
    const series = await ask(fillInQuestion(question, values), setting, shown);
    if (series === undefined) {
      const variable = `${question.backend.toUpperCase()}_URL`;
      return { ...where, status: 'skipped', series: 0, ms: 0, error: `${variable} is not set` };
    }
    return { ...where, status: series > 0 ? 'ok' : 'empty', series, ms: elapsed() };
  } catch (error) {
    const asked = 'expr' in question ? question.expr : question.tags;
    const reason = error instanceof Error ? error.message : String(error);
    return { ...where, status: 'error', series: 0, ms: elapsed(), error: `${reason}\n  query: ${asked}` };
  }
}

/** undefined where there is no such server. */
async function ask(
  question: Question,
  { prometheusUrl, lokiUrl, jaegerUrl }: VerifySetting,
  shown: ShownRange,
): Promise<number | undefined> {
  switch (question.backend) {
    case 'prometheus':
      return prometheusUrl === undefined ? undefined : askPrometheus(prometheusUrl, question, shown);
    case 'loki':
      return lokiUrl === undefined ? undefined : askLoki(lokiUrl, question, shown);
    case 'jaeger':
      return jaegerUrl === undefined ? undefined : askJaeger(jaegerUrl, question, shown);
  }
}

export function fillInQuestion(question: Question, values: Readonly<Record<string, string>>): Question {
  return question.backend === 'jaeger'
    ? { ...question, tags: fillIn(question.tags, values) }
    : { ...question, expr: fillIn(question.expr, values) };
}
