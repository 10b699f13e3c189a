/** Asks Prometheus for the key panels of an incident, within bounds: what is kept is small whatever the answer is. */
import { queryPrometheusRange, type RangeSeries } from '../evidence/prometheus.ts';
import type { FrozenPanel, FrozenPanels } from './frozen-panels.ts';
import { type IncidentPanels, type PanelDefinition, panelsFor, readPanelFile } from './panel-definitions.ts';
import { fillPanelQuery, fillPanelText, nameSeries, type PanelScope } from './panel-query.ts';

export interface PanelSources {
  readonly prometheusUrl: string | undefined;
  readonly panelsFile: string;
}

export interface PanelQuestion {
  readonly service: string;
  readonly environment: string;
  /** The objective whose alert fired. */
  readonly slo: string | undefined;
  readonly from: Date;
  readonly to: Date;
  readonly now: Date;
  /** Only the panel that leads. */
  readonly isLeadOnly?: boolean;
}

/** About as many as the picture has room for: 7 bytes each, 150 of them, 8 series and 7 panels are 60 kB an incident. */
const mostPoints = 150;
const mostSeries = 8;
const leastStepSeconds = 5;
const bounds = { timeoutMs: 3000, maxBytes: 4 * 1024 * 1024 };

/** Never throws: what failed is said in the answer. */
export async function freezePanels(sources: PanelSources, question: PanelQuestion): Promise<FrozenPanels> {
  const asked = {
    askedAt: question.now.toISOString(),
    from: question.from.toISOString(),
    to: question.to.toISOString(),
  };
  const { prometheusUrl, panelsFile } = sources;
  if (prometheusUrl === undefined)
    return { ...asked, status: 'unavailable', reason: 'metrics: not available here' };
  try {
    const found = panelsFor(await readPanelFile(panelsFile), question.service, question.slo);
    if (found === undefined || found.panels.length === 0) {
      const reason = `metrics: "${question.service}" has no key panels in ${panelsFile}`;
      return { ...asked, status: 'unavailable', reason };
    }
    return await askPanels(prometheusUrl, found, question);
  } catch (error) {
    return { ...asked, status: 'failed', reason: `metrics: ${reasonOf(error)}` };
  }
}

async function askPanels(
  prometheusUrl: string,
  { panels, scrapeIntervalSeconds }: IncidentPanels,
  { environment, from, to, now, isLeadOnly = false }: PanelQuestion,
): Promise<FrozenPanels> {
  const range = alignRange(from, to);
  const { stepSeconds } = range;
  const scope = { environment, stepSeconds, scrapeIntervalSeconds };
  const asked = isLeadOnly ? panels.slice(0, 1) : panels;
  return {
    status: 'asked',
    askedAt: now.toISOString(),
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    stepSeconds,
    panels: await Promise.all(asked.map((panel) => askPanel(prometheusUrl, panel, scope, range))),
  };
}

export interface AlignedRange {
  readonly from: Date;
  readonly to: Date;
  readonly stepSeconds: number;
}

/** On multiples of the step, as Grafana asks: the same range a second later has the same points. */
export function alignRange(from: Date, to: Date): AlignedRange {
  const seconds = (to.getTime() - from.getTime()) / 1000;
  const stepSeconds = Math.max(leastStepSeconds, Math.ceil(seconds / (mostPoints - 1)));
  const align = (instant: Date) =>
    new Date(Math.floor(instant.getTime() / 1000 / stepSeconds) * stepSeconds * 1000);
  return { from: align(from), to: align(to), stepSeconds };
}

async function askPanel(
  prometheusUrl: string,
  panel: PanelDefinition,
  scope: PanelScope,
  range: AlignedRange,
): Promise<FrozenPanel> {
  const { slug, title, description, unit, noValue, isStacked, thresholds, dashboard, queries } = panel;
  const sent = queries.map(({ expr, legend }) => ({ legend, query: fillPanelQuery(expr, scope) }));
  const shown = {
    slug,
    title: fillPanelText(title, scope.environment),
    description: fillPanelText(description, scope.environment),
    unit,
    isStacked,
    thresholds,
    dashboard,
    queries: sent,
  };
  const answers = await Promise.allSettled(
    sent.map(({ query }) => queryPrometheusRange(prometheusUrl, query, range, bounds)),
  );
  const failures = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [reasonOf(answer.reason)] : [],
  );
  const failure = failures[0] === undefined ? '' : `metrics: ${failures[0]}`;
  const series = answers.flatMap((answer, index) =>
    answer.status === 'fulfilled' ? toSeries(answer.value, sent[index]?.legend ?? '', range) : [],
  );
  if (series.length === 0)
    return failure === ''
      ? { ...shown, status: 'none', reason: noValue }
      : { ...shown, status: 'failed', reason: failure };
  const kept = keepHighest(series);
  return { ...shown, status: 'found', series: kept, seriesLeftOut: series.length - kept.length, failure };
}

interface Series {
  readonly name: string;
  readonly values: (number | null)[];
}

/** Without the series that never have a value, such as 0/0 where nothing happened. */
function toSeries(answer: readonly RangeSeries[], legend: string, range: AlignedRange): Series[] {
  const start = range.from.getTime() / 1000;
  const length = Math.floor((range.to.getTime() / 1000 - start) / range.stepSeconds) + 1;
  return answer
    .map(({ labels, points }) => {
      const values = Array.from<number | null>({ length }).fill(null);
      for (const { at, value } of points) {
        const index = Math.round((at - start) / range.stepSeconds);
        // Five digits are more than a picture shows.
        if (index >= 0 && index < length) values[index] = Number(value.toPrecision(5));
      }
      return { name: nameSeries(legend, labels), values };
    })
    .filter(({ values }) => values.some((value) => value !== null))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** In the order in which they came. */
function keepHighest(series: readonly Series[]): Series[] {
  const peak = ({ values }: Series) => Math.max(...values.map((value) => value ?? -Infinity));
  const kept = new Set(series.toSorted((a, b) => peak(b) - peak(a)).slice(0, mostSeries));
  return series.filter((one) => kept.has(one));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
