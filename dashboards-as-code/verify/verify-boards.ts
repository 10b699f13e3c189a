/** Runs every query of every board against the real servers: a board whose query fails has not been shipped, only written. */

import type { Found } from '../backends/answer.ts';
import { askJaeger } from '../backends/jaeger.ts';
import { askLoki } from '../backends/loki.ts';
import { askLabelValues, askPrometheus } from '../backends/prometheus.ts';
import { type BoardQuery, type BoardVariable, type Question, questionsOf } from '../board-queries.ts';
import { fillIn, macros, type ShownRange } from '../substitute.ts';
import { rangeAt } from './board-range.ts';
import { type Choice, valueToAsk } from './variable-values.ts';

export interface Backends {
  readonly prometheusUrl: string;
  readonly lokiUrl: string | undefined;
  readonly jaegerUrl: string | undefined;
}

export interface VerifySetting extends Backends, Choice {
  /** Sealed boards or their parsed JSON: all that is known of them. */
  readonly boards: readonly unknown[];
  /** The instant at which each board's range ends. */
  readonly at: Date;
  /** Instead of each board's own range. */
  readonly lastSeconds?: number;
  /** As Prometheus is configured. It decides $__rate_interval. */
  readonly scrapeIntervalSeconds: number;
}

export interface QueryResult {
  readonly board: string;
  readonly panel: string;
  readonly query: string;
  /** `empty` is an answer without data; `skipped` means that there is no such server here. */
  readonly status: 'ok' | 'empty' | 'error' | 'skipped';
  readonly series: number;
  readonly points: number;
  /** Read by the server; Prometheus tells it of its queries only. */
  readonly samples?: number;
  readonly ms: number;
  /** Why it failed (with the query as it was sent) or was skipped. */
  readonly error?: string;
}

/** One result a query, in the boards' order; a server that fails is a result, never a throw. */
export async function verifyBoards(setting: VerifySetting): Promise<QueryResult[]> {
  const results: QueryResult[] = [];
  for (const board of setting.boards) results.push(...(await verifyBoard(board, setting)));
  return results;
}

async function verifyBoard(board: unknown, setting: VerifySetting): Promise<QueryResult[]> {
  const { queries, variables, time } = questionsOf(board);
  const { at, lastSeconds, scrapeIntervalSeconds } = setting;
  const own = lastSeconds === undefined ? time : { from: `now-${lastSeconds}s`, to: 'now' };
  const range = { ...rangeAt(own, at), scrapeIntervalSeconds };
  const values: Record<string, string> = {};
  const results: QueryResult[] = [];
  for (const query of queries) {
    const shown = { ...range, ...query.pace };
    const variable =
      query.panel === 'variable' ? variables.find(({ name }) => name === query.query) : undefined;
    // As in Grafana, what uses a variable without a value is asked all the same.
    if (variable !== undefined) values[variable.name] = '';
    const result = await verifyQuery(query, { ...values, ...macros(shown) }, (question) =>
      variable === undefined
        ? ask(question, setting, shown)
        : chooseValue(variable, question, setting, shown, values),
    );
    results.push(result);
  }
  return results;
}

async function verifyQuery(
  { question, board, panel, query }: BoardQuery,
  values: Readonly<Record<string, string>>,
  askFilled: (question: Question) => Promise<Found | undefined>,
): Promise<QueryResult> {
  const began = performance.now();
  const elapsed = (): number => Math.round(performance.now() - began);
  const where = { board, panel, query };
  const nothing = { ...where, series: 0, points: 0 };
  try {
    const found = await askFilled(fillInQuestion(question, values));
    if (found === undefined) {
      const variable = `${question.backend.toUpperCase()}_URL`;
      return { ...nothing, status: 'skipped', ms: 0, error: `${variable} is not set` };
    }
    return { ...where, status: found.series > 0 ? 'ok' : 'empty', ...found, ms: elapsed() };
  } catch (error) {
    const asked = 'expr' in question ? question.expr : question.tags;
    const reason = error instanceof Error ? error.message : String(error);
    return { ...nothing, status: 'error', ms: elapsed(), error: `${reason}\n  query: ${asked}` };
  }
}

/** Asks a variable's own query and sets the value that the questions after it are asked with. */
async function chooseValue(
  variable: BoardVariable,
  question: Question,
  setting: VerifySetting,
  shown: ShownRange,
  values: Record<string, string>,
): Promise<Found> {
  if (question.kind !== 'label-values')
    throw new Error(`variable ${variable.name} asks for no values of a label`);
  const answers = await askLabelValues(setting.prometheusUrl, question, shown);
  const value = valueToAsk(variable, answers, setting);
  if (value === undefined)
    throw new Error(
      `variable ${variable.name} has no values, so nobody can choose one; is there a series with the label "${question.label}"?`,
    );
  values[variable.name] = value;
  return { series: answers.length, points: answers.length };
}

/** undefined where there is no such server. */
async function ask(
  question: Question,
  { prometheusUrl, lokiUrl, jaegerUrl }: Backends,
  shown: ShownRange,
): Promise<Found | undefined> {
  switch (question.backend) {
    case 'prometheus':
      return askPrometheus(prometheusUrl, question, shown);
    case 'loki':
      return lokiUrl === undefined ? undefined : askLoki(lokiUrl, question, shown);
    case 'jaeger':
      return jaegerUrl === undefined ? undefined : askJaeger(jaegerUrl, question, shown);
  }
}

export function fillInQuestion(question: Question, values: Readonly<Record<string, string>>): Question {
  return question.backend === 'jaeger'
    ? { ...question, service: fillIn(question.service, values), tags: fillIn(question.tags, values) }
    : { ...question, expr: fillIn(question.expr, values) };
}
