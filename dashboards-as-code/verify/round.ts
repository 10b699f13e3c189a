/** Every query asked once at one instant, and the same query at all of them. */
import type { QueryResult } from './verify-boards.ts';

export interface Round {
  /** What the service went through: "calm", "fault", "recovered"; "now" where nobody drove it. */
  readonly instant: string;
  /** ISO 8601 */
  readonly at: string;
  readonly results: readonly QueryResult[];
}

export interface AskedQuery {
  readonly board: string;
  readonly panel: string;
  readonly query: string;
  /** In the order of the rounds. */
  readonly results: readonly QueryResult[];
}

/** Rounds over the same boards ask the same queries in the same order; throws an Error where they did not. */
export function askedQueries(rounds: readonly Round[]): AskedQuery[] {
  const [first, ...others] = rounds;
  if (first === undefined) return [];
  return first.results.map((result, index) => {
    const { board, panel, query } = result;
    const again = others.map(({ instant, results }) => {
      const same = results[index];
      if (same?.board !== board || same.panel !== panel || same.query !== query)
        throw new Error(
          `round "${instant}" asked ${same?.board}, "${same?.panel}" ${same?.query} where "${first.instant}" asked ${board}, "${panel}" ${query}: ask all rounds about the same boards.`,
        );
      return same;
    });
    return { board, panel, query, results: [result, ...again] };
  });
}

/** The fastest of its rounds: a machine that was busy with something else is no fault of the query. */
export function fastestMs({ results }: AskedQuery): number {
  return Math.min(...results.map(({ ms }) => ms));
}

export function mostSamples({ results }: AskedQuery): number {
  return Math.max(...results.map(({ samples = 0 }) => samples));
}

export function hasHadData({ results }: AskedQuery): boolean {
  return results.some(({ status }) => status === 'ok');
}

export function wasSkipped({ results }: AskedQuery): boolean {
  return results.some(({ status }) => status === 'skipped');
}

/** "desk-errors, "Where does it fail?" A": where a person finds it. */
export function placeOf({ board, panel, query }: Pick<AskedQuery, 'board' | 'panel' | 'query'>): string {
  return `${board}, "${panel}" ${query}`;
}
