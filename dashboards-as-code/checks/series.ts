/** Every metric and label that a query names must be there: the classic fault is a filter on a label that the metric lacks. */
import type { Matcher, Selector } from '../../alerts/promql.ts';
import { type CheckedBoard, type CheckedQuery, chosen } from './checked-board.ts';
import { type Fault, markPart } from './fault.ts';
import type { KnownMetrics, KnownSeries } from './known-series.ts';
import { selectorsIn } from './promql-terms.ts';
import { missingLabels, resultLabels } from './result-labels.ts';
import type { SealedBoard } from './sealed-board.ts';

export function seriesFaults({ sealed, queries }: CheckedBoard, known: KnownMetrics): Fault[] {
  return queries.flatMap((query) => [
    ...(query.term === undefined ? [] : selectorsIn(query.term)).flatMap((selector) =>
      selectorFault(selector, known).map((fault) => ({ ...placeOf(query), ...fault })),
    ),
    ...labelFaults(query, sealed, known),
  ]);
}

/** The series that a selector can find, by metric and by the service that it asks for. */
export function seriesOf(selector: Selector, known: KnownMetrics): readonly KnownSeries[] {
  const service = serviceOf(selector);
  const all = known.get(selector.metric) ?? [];
  return service === undefined ? all : all.filter((series) => series.service === service);
}

/** undefined where it asks for any, or for the one that somebody chose. */
function serviceOf({ matchers }: Selector): string | undefined {
  const service = matchers.find(({ label, op }) => label === 'service' && op === '=')?.value;
  return service === chosen ? undefined : service;
}

type Words = Pick<Fault, 'what' | 'fix'>;

function selectorFault(selector: Selector, known: KnownMetrics): Words[] {
  const { metric, matchers } = selector;
  const found = seriesOf(selector, known);
  if (found.length === 0) {
    const service = serviceOf(selector);
    return [
      {
        what: `${service === undefined ? 'no service declares a' : `service "${service}" declares no`} metric ${metric}`,
        fix: 'spell it as service/signals.ts or the catalog does, declare it there, or leave the panel out',
      },
    ];
  }
  // One of them must satisfy the selector as a whole: labels of two kinds of series do not add up.
  const faults = found.map((series) => matchers.flatMap((matcher) => matcherFault(matcher, series)));
  return faults.some((of) => of.length === 0) ? [] : (faults[0] ?? []).slice(0, 1);
}

function matcherFault({ label, op, value }: Matcher, { metric, labels }: KnownSeries): Words[] {
  const values = labels.get(label);
  if (values === undefined) return [lacks(metric, label, labels.keys())];
  if (op !== '=' || values === 'any' || value === chosen || values.includes(value)) return [];
  return [
    {
      what: `${metric} never has ${label}="${value}"`,
      fix: `take one of ${values.join(', ')}`,
    },
  ];
}

/** Labels that a query groups by, or that are shown of its answer. */
function labelFaults(query: CheckedQuery, sealed: SealedBoard, known: KnownMetrics): Fault[] {
  const { term, refId } = query;
  if (term === undefined) return [];
  const labelsOf = (selector: Selector): Iterable<string> | undefined => {
    const found = seriesOf(selector, known);
    return found.length === 0 ? undefined : found.flatMap(({ labels }) => [...labels.keys()]);
  };
  const result = resultLabels(term, labelsOf);
  return [
    ...missingLabels(term, labelsOf).map(({ label, among }) => ({
      ...placeOf(query),
      what: `query ${refId} groups by ${label}, which what it groups does not carry`,
      fix: `take ${among.join(', ') || 'none'}`,
    })),
    ...shownLabels(query, sealed)
      .filter((label) => result !== undefined && !result.has(label))
      .map((label) => ({
        ...placeOf(query),
        what: `query ${refId} shows label ${label}, which its result does not carry`,
        fix: `keep it in the query, or take ${[...(result ?? [])].join(', ') || 'none'}`,
      })),
  ];
}

/** By a legend, by the words of a mark, or as the list of a variable. */
function shownLabels({ question, panel, refId, part }: CheckedQuery, { annotations }: SealedBoard): string[] {
  if (question.kind === 'label-values') return [question.label];
  const legend = panel?.targets.find((target) => target.refId === refId)?.legendFormat;
  const mark = panel === undefined ? annotations.list.find(({ name }) => part === markPart(name)) : undefined;
  const words = [legend, mark?.titleFormat, mark?.textFormat].join(' ');
  const tags = mark?.tagKeys.split(',').map((tag) => tag.trim()) ?? [];
  return [...words.matchAll(/\{\{\s*(\w+)\s*\}\}/g)]
    .map(([, label = '']) => label)
    .concat(tags.filter(Boolean));
}

function lacks(metric: string, label: string, labels: Iterable<string>): Words {
  return { what: `${metric} has no label ${label}`, fix: `take one of ${[...labels].join(', ')}` };
}

function placeOf({ board, part }: CheckedQuery): Pick<Fault, 'board' | 'part'> {
  return part === undefined ? { board } : { board, part };
}
