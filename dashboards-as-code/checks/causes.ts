/** A board that shows how much fails, or how slow it is, must let a person see whether a deployment brought it. */
import type { CheckedBoard } from './checked-board.ts';
import type { Fault } from './fault.ts';
import type { KnownMetrics, KnownSeries } from './known-series.ts';
import { isEventRatio } from './practice.ts';
import { everyTerm, selectorsIn, type Term } from './promql-terms.ts';
import { seriesOf } from './series.ts';

const startMetrics = new Set(['app_start_time_seconds', 'process_start_time_seconds']);

/** Asks for nothing that the series which fail cannot tell: not all know releases, and not all say when they started. */
export function causeFaults({ sealed, queries }: CheckedBoard, known: KnownMetrics): Fault[] {
  const { uid: board } = sealed;
  const ofPanels = queries.filter(({ panel }) => panel !== undefined).flatMap(({ term }) => term ?? []);
  const symptoms = ofPanels.flatMap(everyTerm).filter(isSymptom);
  const failing = symptoms.flatMap(selectorsIn).flatMap((selector) => seriesOf(selector, known));
  const ofMarks = queries.filter(({ panel }) => panel === undefined).flatMap(({ term }) => term ?? []);
  const hasReleases = ofPanels.flatMap(everyTerm).some(splitsByRelease);
  const hasMarks =
    ofMarks.flatMap(selectorsIn).some(({ metric }) => startMetrics.has(metric)) || hasDeployTag(sealed);
  return [
    ...(hasReleases || !failing.some(({ labels }) => labels.has('release'))
      ? []
      : [
          {
            board,
            what: 'it shows failures or durations and splits nothing by release',
            fix: 'add a panel by release, such as "Did a release bring it?"',
          },
        ]),
    ...(hasMarks || !failing.some((series) => hasStart(series, known))
      ? []
      : [
          {
            board,
            what: 'it shows failures or durations and marks no deployment',
            fix: 'add the marks of starts (marks.ts)',
          },
        ]),
  ];
}

function hasStart({ service }: KnownSeries, known: KnownMetrics): boolean {
  return [...startMetrics].some((metric) => known.get(metric)?.some((start) => start.service === service));
}

/** Of raw series, which know releases; recorded counts have forgotten them. */
function isSymptom(term: Term): boolean {
  return isEventRatio(term) || (term.kind === 'call' && term.fn === 'histogram_quantile');
}

function splitsByRelease(term: Term): boolean {
  return term.kind === 'aggregate' && term.grouping === 'by' && term.labels.includes('release');
}

/** Marks that somebody made through Grafana's API, by their tag. */
function hasDeployTag({ annotations }: CheckedBoard['sealed']): boolean {
  return annotations.list.some((mark) => JSON.stringify(mark).includes('"deploy"'));
}
