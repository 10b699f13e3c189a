/** Two queries of a document as the events of an objective, when the catalog can count them exactly. */
import { isDeepStrictEqual } from 'node:util';
import type { CountedObjective } from '../objective.ts';
import { renderPromql, type Selector } from '../promql.ts';
import { type EventCount, type EventQuery, readEventQuery, windowPlaceholder } from './event-query.ts';
import { latencyThreshold } from './latency.ts';
import type { Report } from './report.ts';

export interface LocatedQuery {
  readonly path: string;
  readonly query: string;
}

export interface RatioQueries {
  readonly total: LocatedQuery;
  /** The queries' numerator and what it counts. */
  readonly part: LocatedQuery;
  readonly partIs: 'good' | 'bad';
  /**
   * `counters`: the document says that its metrics are counters, which may stand without rate(). `placeholder`: every
   * query must leave its window to the rule. `ranges`: rate() or increase() over any window.
   */
  readonly style: 'counters' | 'ranges' | 'placeholder';
}

export type CarriedEvents = Pick<CountedObjective, 'kind' | 'events' | 'thresholdSeconds'>;

export function carryEvents(queries: RatioQueries, report: Report): CarriedEvents | undefined {
  const total = readLocated(queries.total, queries, report);
  const part = readLocated(queries.part, queries, report);
  if (total === undefined || part === undefined) return undefined;
  if (total.minus !== undefined || total.isZeroFilled)
    return report.refuse(queries.total.path, 'a total is one counter, with nothing taken away or filled in.');
  if (![part.count, part.minus].every((count) => count === undefined || isAlike(count, total.count)))
    return report.refuse(
      queries.part.path,
      `counts ${manner(part.count)}${part.minus === undefined ? '' : ` less ${manner(part.minus)}`}, the total ${manner(total.count)}; both must be counted alike.`,
    );
  if (part.isZeroFilled) noteZeroFill(queries, report);
  if (part.minus === undefined) return withKind(total.count.selector, part.count.selector, queries, report);
  if (!isDeepStrictEqual(part.count.selector, total.count.selector))
    return report.refuse(
      queries.part.path,
      `takes events away from ${renderPromql(part.count.selector)}, which is not the total ${renderPromql(total.count.selector)}.`,
    );
  const opposite = { ...queries, partIs: queries.partIs === 'good' ? 'bad' : 'good' } as const;
  return withKind(total.count.selector, part.minus.selector, opposite, report);
}

function readLocated(
  { path, query }: LocatedQuery,
  { style }: RatioQueries,
  report: Report,
): EventQuery | undefined {
  const read = readEventQuery(query, (reason) => report.refuse(path, reason));
  if (read === undefined) return undefined;
  for (const { selector, reads, range, isSummed } of [read.count, read.minus].filter(
    (count) => count !== undefined,
  )) {
    if (reads === 'counter' && style !== 'counters')
      return report.refuse(
        path,
        style === 'placeholder'
          ? `reads ${selector.metric} without rate() or increase() over [${windowPlaceholder}].`
          : `reads ${selector.metric} as it stands, and ratioMetric.counter is not true; say counter: true if it only grows.`,
      );
    if (style === 'placeholder' && range !== windowPlaceholder)
      return report.refuse(path, `has the fixed window [${range}]; write [${windowPlaceholder}] there.`);
    if (!isSummed && reads !== 'counter')
      return report.refuse(
        path,
        `${reads}(${selector.metric}) without sum() makes one ratio for each series; write sum(${reads}(...)).`,
      );
    if (!isSummed) report.note(path, `${selector.metric} has no sum() around it; its series are added up.`);
  }
  return read;
}

function withKind(
  total: Selector,
  part: Selector,
  { partIs, part: { path } }: RatioQueries,
  report: Report,
): CarriedEvents {
  if (partIs === 'bad') return { kind: 'availability', events: { total, bad: part } };
  const thresholdSeconds = latencyThreshold(part, (reason) => report.note(path, reason));
  const events = { total, good: part };
  return thresholdSeconds === undefined
    ? { kind: 'availability', events }
    : { kind: 'latency', events, thresholdSeconds };
}

function noteZeroFill({ part: { path }, partIs }: RatioQueries, report: Report): void {
  report.note(
    path,
    partIs === 'bad'
      ? '"or vector(0)" is left out: the rules count absent bad events as 0.'
      : '"or vector(0)" is left out: until a first good event is counted the rules see none.',
  );
}

function isAlike(one: EventCount, other: EventCount): boolean {
  return one.reads === other.reads && one.range === other.range;
}

function manner({ reads, range }: EventCount): string {
  return reads === 'counter' ? 'a counter as it stands' : `by ${reads}() over [${range}]`;
}
