import { expect } from 'chai';
import { describe, it } from 'mocha';
import { faultsOf, missingData } from './judge.ts';
import { renderReport, summarize } from './report.ts';
import type { Round } from './round.ts';
import type { QueryResult } from './verify-boards.ts';

const limits = {
  seriesPerPanel: 100,
  samplesPerQuery: 1000,
  samplesPerBoard: 1500,
  goalMs: 200,
  failMs: 5000,
};
const lines = { board: 'desk-errors', panel: 'Where?', query: 'A' };

function found(result: Partial<QueryResult>): QueryResult {
  return { ...lines, status: 'ok', series: 1, points: 60, samples: 240, ms: 3, ...result };
}

function rounds(...results: readonly Partial<QueryResult>[][]): Round[] {
  return results.map((round, index) => ({
    instant: ['calm', 'fault', 'recovered'][index] ?? 'later',
    at: '2026-01-01T00:00:00.000Z',
    results: round.map(found),
  }));
}

const nothing = { status: 'empty', series: 0, points: 0 } as const;

describe('boards that were asked', () => {
  it('have no fault when every query had data at some instant', () => {
    const asked = rounds([nothing], [{}], [nothing]);
    expect([...faultsOf(asked, limits), ...missingData(asked, [])]).to.deep.equal([]);
  });

  it('fail for an error at any instant, with its reason', () => {
    const asked = rounds([{}], [{ status: 'error', error: 'answered 400: no such function' }]);
    expect(faultsOf(asked, limits)).to.deep.equal([
      'desk-errors, "Where?" A (fault): answered 400: no such function',
    ]);
  });

  it('fail for a query that never had data, one of several in its panel too', () => {
    const asked = rounds([{}, { ...nothing, query: 'B' }], [{}, { ...nothing, query: 'B' }]);
    expect(missingData(asked, [])).to.deep.equal([
      'desk-errors, "Where?" B never had data; mend the query, or add it to verify/allowed-empty.ts with the reason.',
    ]);
  });

  it('say of a query that could not be asked what is missing', () => {
    const asked = rounds([{ ...nothing, status: 'skipped', error: 'LOKI_URL is not set' }]);
    expect(missingData(asked, [])).to.deep.equal([
      'desk-errors, "Where?" A was not asked: LOKI_URL is not set; "npm run tools -- --all" gets what is missing.',
    ]);
  });

  it('may be empty where the list says why, and fail once the list is wrong', () => {
    const allowed = { board: 'desk-errors', panel: 'Where?', query: 'A', reason: 'nothing replicates here' };
    expect(missingData(rounds([nothing]), [allowed])).to.deep.equal([]);
    const stale = missingData(rounds([{}]), [allowed]);
    expect(stale).to.deep.equal([
      'desk-errors, "Where?" A has data, or is gone: take it off the allow-list (nothing replicates here).',
    ]);
    expect(missingData(rounds([{}]), [{ ...allowed, panel: 'Renamed' }])).to.have.length(1);
  });

  it('fail for a panel with too many series, counted over its queries; exemplars and log streams are none', () => {
    const { samples: _, ...untold } = found({ series: 500 });
    const asked = rounds([{ series: 60 }, { series: 41, query: 'B' }]).map((round) => ({
      ...round,
      results: [...round.results, { ...untold, query: 'B (exemplars)' }, { ...untold, panel: 'Logs?' }],
    }));
    expect(faultsOf(asked, limits)).to.deep.equal([
      'desk-errors, "Where?" (calm): 101 series, and 100 may be shown; narrow it, or take topk.',
    ]);
  });

  it('fail for samples of one query and of a board, at the instant that read most', () => {
    const asked = rounds(
      [{ samples: 10 }, { samples: 900, query: 'B' }],
      [{ samples: 1001 }, { query: 'B' }],
    );
    expect(faultsOf(asked, limits)).to.deep.equal([
      'desk-errors, "Where?" A reads 1001 samples; 1000 may be read.',
      'desk-errors reads 1901 samples in all; 1500 may be read.',
    ]);
  });

  it('fail for a query that is slow at every instant, and only tell one that misses the goal', () => {
    expect(faultsOf(rounds([{ ms: 9000 }], [{ ms: 300 }]), limits)).to.deep.equal([]);
    expect(renderReport(rounds([{ ms: 9000 }], [{ ms: 300 }]), limits)).to.contain(
      'over 200 ms: desk-errors, "Where?" A (300 ms)',
    );
    expect(faultsOf(rounds([{ ms: 9000 }], [{ ms: 5001 }]), limits)).to.have.length(1);
  });

  it('are told in a table a board with the series at each instant, and in one line', () => {
    const asked = rounds([nothing, { board: 'desk-overview' }], [{ series: 7 }, { board: 'desk-overview' }]);
    expect(renderReport(asked, limits)).to.match(/Where\? +A +- +7 +60 +3 +240/);
    expect(summarize(asked)).to.equal(
      '2 boards, 2 panels, 2 queries, 4 executed at calm, fault; 2 with data, 0 skipped, 0 failed; slowest 3 ms.',
    );
  });

  it('of different rounds cannot be told together', () => {
    expect(() => summarize(rounds([{}], [{ panel: 'Another' }]))).to.throw(
      'ask all rounds about the same boards',
    );
  });
});
