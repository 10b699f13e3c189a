/** The results of `verifyBoards` as a table for people, and as one sentence. */
import type { QueryResult } from './verify.ts';

export function renderReport(results: readonly QueryResult[]): string {
  const header = ['board', 'panel', 'query', 'status', 'series', 'ms'];
  const rows = results.map(({ board, panel, query, status, series, ms }) => [
    board,
    panel,
    query,
    status,
    String(series),
    String(ms),
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = [header, ...rows].map((row) =>
    row
      .map((cell, column) =>
        column < 4 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  return [...lines, '', ...reasons(results), summarize(results)].join('\n');
}

/** "2 boards, 33 panels, 80 queries: 70 with data, 7 empty, 3 skipped, 0 failed; slowest 12 ms." */
export function summarize(results: readonly QueryResult[]): string {
  const count = (status: QueryResult['status']): number =>
    results.filter((result) => result.status === status).length;
  const boards = new Set(results.map(({ board }) => board)).size;
  const panels = new Set(
    results
      .filter(({ panel }) => panel !== 'variable' && panel !== 'mark')
      .map(({ board, panel }) => `${board}/${panel}`),
  ).size;
  const slowestMs = Math.max(0, ...results.map(({ ms }) => ms));
  return `${boards} boards, ${panels} panels, ${results.length} queries: ${count('ok')} with data, ${count('empty')} empty, ${count('skipped')} skipped, ${count('error')} failed; slowest ${slowestMs} ms.`;
}

/** Each failure on its own, each reason to skip once. */
function reasons(results: readonly QueryResult[]): string[] {
  const failed = results
    .filter(({ status }) => status === 'error')
    .map(({ board, panel, query, error }) => `error: ${board}, "${panel}" ${query}: ${error}`);
  const skipped = results
    .filter(({ status }) => status === 'skipped')
    .map(({ error }) => `skipped: ${error}`);
  return [...failed, ...new Set(skipped)];
}
