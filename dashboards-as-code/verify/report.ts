/** What was asked and found, for people: a table a board, and one line of totals. */
import type { Limits } from './limits.ts';
import {
  type AskedQuery,
  askedQueries,
  fastestMs,
  hasHadData,
  mostSamples,
  placeOf,
  type Round,
} from './round.ts';
import type { QueryResult } from './verify-boards.ts';

/** Series are shown for each instant; points and samples are the most, milliseconds the fewest of all instants. */
export function renderReport(rounds: readonly Round[], { goalMs }: Limits): string {
  const asked = askedQueries(rounds);
  const header = ['panel', 'query', ...seriesColumns(rounds), 'points', 'ms', 'samples'];
  const tables = [...Map.groupBy(asked, ({ board }) => board)].map(
    ([board, queries]) => `${board}\n${renderTable(header, queries.map(rowOf))}`,
  );
  const slow = asked
    .filter((query) => fastestMs(query) > goalMs)
    .map((query) => `over ${goalMs} ms: ${placeOf(query)} (${fastestMs(query)} ms)`);
  const skipped = new Set(
    rounds.flatMap(({ results }) => results.filter(isSkipped).map(({ error }) => `skipped: ${error}`)),
  );
  return [...tables, [...slow, ...skipped, summarize(rounds)].join('\n')].join('\n\n');
}

/** "2 boards, 33 panels, 80 queries, 240 executed at calm, fault, recovered; 80 with data, 0 skipped, 0 failed; slowest 12 ms." */
export function summarize(rounds: readonly Round[]): string {
  const asked = askedQueries(rounds);
  const all = rounds.flatMap(({ results }) => results);
  const isPanel = ({ panel }: AskedQuery): boolean => panel !== 'variable' && panel !== 'mark';
  const boards = new Set(asked.map(({ board }) => board)).size;
  const panels = new Set(asked.filter(isPanel).map(({ board, panel }) => `${board}/${panel}`)).size;
  const skipped = all.filter(isSkipped).length;
  const failed = all.filter(({ status }) => status === 'error').length;
  return `${boards} boards, ${panels} panels, ${asked.length} queries, ${all.length - skipped} executed at ${rounds.map(({ instant }) => instant).join(', ')}; ${asked.filter(hasHadData).length} with data, ${skipped} skipped, ${failed} failed; slowest ${Math.max(0, ...asked.map(fastestMs))} ms.`;
}

function seriesColumns(rounds: readonly Round[]): string[] {
  return rounds.length === 1 ? ['series'] : rounds.map(({ instant }) => instant);
}

function rowOf(asked: AskedQuery): string[] {
  const samples = mostSamples(asked);
  return [
    asked.panel,
    asked.query,
    ...asked.results.map(seriesShown),
    String(Math.max(...asked.results.map(({ points }) => points))),
    String(fastestMs(asked)),
    samples === 0 ? '' : String(samples),
  ];
}

function seriesShown({ status, series }: QueryResult): string {
  if (status === 'ok') return String(series);
  return status === 'empty' ? '-' : status;
}

/** Figures stand to the right. */
function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, column) =>
          column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .map((line) => `  ${line}`)
    .join('\n');
}

function isSkipped({ status }: QueryResult): boolean {
  return status === 'skipped';
}
