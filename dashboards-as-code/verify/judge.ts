/** What is wrong with the boards after they were asked: a line for each fault, none when all is well. */
import { type AllowedEmpty, isAbout } from './allowed-empty.ts';
import type { Limits } from './limits.ts';
import {
  type AskedQuery,
  askedQueries,
  fastestMs,
  hasHadData,
  mostSamples,
  placeOf,
  type Round,
  wasSkipped,
} from './round.ts';
import type { QueryResult } from './verify-boards.ts';

/** Faults of what was asked at any instant: errors, and what is over a limit. */
export function faultsOf(rounds: readonly Round[], limits: Limits): string[] {
  const asked = askedQueries(rounds);
  return [...rounds.flatMap(errorsOf), ...crowdedPanels(rounds, limits), ...costlyQueries(asked, limits)];
}

/** What only shows when the service was driven through everything: a query that never had data, or was never asked. */
export function missingData(rounds: readonly Round[], allowed: readonly AllowedEmpty[]): string[] {
  const asked = askedQueries(rounds);
  const silent = asked.filter((query) => !hasHadData(query));
  return [
    ...silent
      .filter((query) => !allowed.some((entry) => isAbout(entry, query)))
      .map((query) =>
        wasSkipped(query)
          ? `${placeOf(query)} was not asked: ${query.results[0]?.error}; "npm run tools -- --all" gets what is missing.`
          : `${placeOf(query)} never had data; mend the query, or add it to verify/allowed-empty.ts with the reason.`,
      ),
    ...allowed
      .filter((entry) => !silent.some((query) => isAbout(entry, query)))
      .map(
        ({ board, panel, query = 'all queries', reason }) =>
          `${board}, "${panel}" ${query} has data, or is gone: take it off the allow-list (${reason}).`,
      ),
  ];
}

function errorsOf({ instant, results }: Round): string[] {
  return results
    .filter(({ status }) => status === 'error')
    .map((result) => `${placeOf(result)} (${instant}): ${result.error}`);
}

function crowdedPanels(rounds: readonly Round[], { seriesPerPanel }: Limits): string[] {
  const crowded = rounds.flatMap(({ instant, results }) =>
    [...Map.groupBy(results.filter(isShown), ({ board, panel }) => `${board}, "${panel}"`)].flatMap(
      ([place, queries]) => {
        const series = queries.reduce((sum, query) => sum + query.series, 0);
        return series > seriesPerPanel
          ? [
              `${place} (${instant}): ${series} series, and ${seriesPerPanel} may be shown; narrow it, or take topk.`,
            ]
          : [];
      },
    ),
  );
  return crowded;
}

/** Lines, bars and rows of metrics: not a variable's values, a mark, the dots on lines that are there, nor a list of logs or traces. */
function isShown({ panel, samples }: QueryResult): boolean {
  return panel !== 'variable' && panel !== 'mark' && samples !== undefined;
}

function costlyQueries(asked: readonly AskedQuery[], limits: Limits): string[] {
  const { samplesPerQuery, samplesPerBoard, failMs } = limits;
  const heavy = asked
    .filter((query) => mostSamples(query) > samplesPerQuery)
    .map((query) => `${placeOf(query)} reads ${mostSamples(query)} samples; ${samplesPerQuery} may be read.`);
  const boards = [...Map.groupBy(asked, ({ board }) => board)].flatMap(([board, queries]) => {
    const samples = queries.reduce((sum, query) => sum + mostSamples(query), 0);
    return samples > samplesPerBoard
      ? [`${board} reads ${samples} samples in all; ${samplesPerBoard} may be read.`]
      : [];
  });
  const slow = asked
    .filter((query) => fastestMs(query) > failMs)
    .map((query) => `${placeOf(query)} took ${fastestMs(query)} ms at best; ${failMs} ms is the limit.`);
  return [...heavy, ...boards, ...slow];
}
