/** Faults of well-known boards that no parser and no linter sees: they only show when somebody looks at the answers. */
import type { Matcher, Selector } from '../../alerts/promql.ts';
import { type CheckedBoard, type CheckedQuery, macroDurations } from './checked-board.ts';
import type { Fault } from './fault.ts';
import { everyTerm, selectorsIn, type Term } from './promql-terms.ts';

export function practiceFaults(board: CheckedBoard): Fault[] {
  return board.queries.flatMap((query) => (query.term === undefined ? [] : faultsIn(query, query.term)));
}

function faultsIn(query: CheckedQuery, term: Term): Fault[] {
  const { board, part, refId } = query;
  const place = part === undefined ? { board } : { board, part };
  return everyTerm(term).flatMap((inner) => [
    ...(isStrayRange(inner)
      ? [
          {
            ...place,
            what: `query ${refId} looks back ${inner.range}, whatever the zoom and the scrapes`,
            fix: 'take $__rate_interval, or $__range for the whole of what is shown',
          },
        ]
      : []),
    ...(isUnfilledRatio(inner)
      ? [
          {
            ...place,
            what: `query ${refId} divides by what is there by what may be missing: without a single failure it is blank, not 0`,
            fix: 'fill the counter above the line with zero: "or (total * 0)"',
          },
        ]
      : []),
  ]);
}

/** Recorded counts may be read over any window: they are there for that. $__interval may hold no two scrapes. */
function isStrayRange(term: Term): term is Extract<Term, { kind: 'range' }> {
  if (term.kind !== 'range') return false;
  const { rateInterval, range } = macroDurations;
  return (
    term.range !== rateInterval &&
    term.range !== range &&
    !selectorsIn(term).every(({ metric }) => isRecorded(metric))
  );
}

function isRecorded(metric: string): boolean {
  return metric.includes(':');
}

/** Events that may never have happened, over events that have. */
export function isUnfilledRatio(term: Term): boolean {
  return (
    isEventRatio(term) && !everyTerm(term.left).some((inner) => inner.kind === 'binary' && inner.op === 'or')
  );
}

/** Counted events over counted events, of which the upper are a part or others than the lower. */
export function isEventRatio(term: Term): term is Extract<Term, { kind: 'binary' }> {
  if (term.kind !== 'binary' || term.op !== '/') return false;
  const [upper, lower] = [countersIn(term.left), countersIn(term.right)];
  if (upper.length === 0 || lower.length === 0) return false;
  return upper.some((above) =>
    lower.every((below) => below.metric !== above.metric || isNarrower(above, below)),
  );
}

/** Raw event counters that are read over a range; a sum of seconds over a count is a mean. */
function countersIn(term: Term): Selector[] {
  return everyTerm(term)
    .filter((inner) => inner.kind === 'call' && /^(rate|irate|increase)$/.test(inner.fn))
    .flatMap(selectorsIn)
    .filter(
      ({ metric }) => /(_total|_count|_bucket)$/.test(metric) && !/_(seconds|bytes)_total$/.test(metric),
    );
}

function isNarrower(above: Selector, below: Selector): boolean {
  return above.matchers.some((matcher) => !below.matchers.some((other) => isSame(matcher, other)));
}

function isSame(a: Matcher, b: Matcher): boolean {
  return a.label === b.label && a.op === b.op && a.value === b.value;
}
