/**
 * Thirty days of raw series. What the query statistics count depends only on the samples within the windows that are
 * asked for, and no rule reads raw series further back than Sloth's three days. So only those are scraped at the row's
 * interval unless told otherwise, and the days before them once an hour: 10 million samples instead of 95 million.
 */
import { sampleLine, seriesName } from '../engine/open-metrics.ts';
import { foreignTargets, type RulesRow, seriesPerTarget } from './rows.ts';

const [hour, day] = [3_600, 86_400];

/** Which of the 30 days are scraped at the row's interval. */
export type RawSpan = 'last-3-days' | 'all-days';

/** Every row is asked at the end, and once more before it with foreign targets: the dense days reach that far. */
export const askedAgainBeforeSeconds = hour;

const totalSeconds = 30 * day;
const denseSeconds = {
  'last-3-days': 3 * day + askedAgainBeforeSeconds + 600,
  'all-days': totalSeconds,
} as const satisfies Record<RawSpan, number>;

/** Scrapes happen a little after the evaluations, as they do in life: no sample lies on the edge of a window. */
const scrapePhaseSeconds = 7;

export interface Batch {
  readonly name: string;
  readonly lines: Iterable<string>;
}

/** The samples of all series of a row up to `end` (Unix seconds), a day's worth or less in each batch. */
export function* rawBatches(row: RulesRow, end: number, span: RawSpan): Generator<Batch> {
  const denseFrom = end - denseSeconds[span];
  yield {
    name: `${row.service}-sparse`,
    lines: scrapes(row, end, { from: end - totalSeconds, to: denseFrom, step: hour }),
  };
  for (let from = denseFrom; from < end; from += day)
    yield {
      name: `${row.service}-${from}`,
      lines: scrapes(row, end, { from, to: Math.min(from + day, end), step: row.scrapeSeconds }),
    };
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

function* scrapes(row: RulesRow, end: number, { from, to, step }: Span): Generator<string> {
  const series = counterNames(row);
  const ups = Array.from({ length: row.totalSeries / seriesPerTarget }, (_, target) =>
    upName(row.service, target),
  );
  for (let time = from + scrapePhaseSeconds; time < to; time += step) {
    // One request a second on every series, errors included: the worst case for a rule that stops early.
    const value = time - (end - totalSeconds);
    for (const name of series) yield sampleLine(name, value, time);
    for (const name of ups) yield sampleLine(name, 1, time);
  }
}

function counterNames({ service, totalSeries, errorSeries }: RulesRow): string[] {
  return Array.from({ length: totalSeries }, (_, index) =>
    seriesName('http_requests_total', {
      ...targetLabels(service, index % (totalSeries / seriesPerTarget)),
      route: `/route/${index}`,
      status: index < errorSeries ? '500' : '200',
    }),
  );
}

/** `up` of targets that are none of ours, in the ten minutes before `end`. */
export function* foreignUps(end: number, stepSeconds: number): Generator<string> {
  const names = Array.from({ length: foreignTargets }, (_, target) => upName('other', target));
  for (let time = end - 600 + scrapePhaseSeconds; time < end; time += stepSeconds)
    for (const name of names) yield sampleLine(name, 1, time);
}

function upName(service: string, target: number): string {
  return seriesName('up', targetLabels(service, target));
}

function targetLabels(service: string, target: number): Record<string, string> {
  return { service, environment: 'production', job: service, instance: `${service}-${target}:9090` };
}
