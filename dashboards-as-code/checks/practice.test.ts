import { expect } from 'chai';
import { describe, it } from 'mocha';
import { everyPanel } from './sealed-board.ts';
import { faultsAfter, rewrite } from './testing/broken-boards.ts';

const volume = 'How many requests fail, and with which status?';
const ratio = 'When did it begin, and is it over?';

describe('a fault that only shows in the answers', () => {
  it('is a range that does not follow the zoom', () => {
    for (const range of ['1m', '5m', '30m:1m'])
      expect(
        faultsAfter((board) =>
          rewrite(board, volume, (expr) =>
            range.includes(':')
              ? `sum by (status) (max_over_time(${expr}[${range}]))`
              : expr.replace('$__rate_interval', range),
          ),
        ),
      ).to.deep.equal([
        `board "desk-errors", panel "${volume}": query A looks back ${range.split(':')[0]} whatever the zoom; take $__rate_interval, or $__range for the whole of what is shown.`,
      ]);
    // The step of a subquery is no range, and recorded counts are there for fixed windows.
    expect(
      faultsAfter((board) => rewrite(board, volume, (expr) => `max_over_time(${expr}[$__range:15s])`)),
    ).to.deep.equal([]);
  });

  it('is a ratio that is blank while nothing fails', () => {
    const faults = faultsAfter((board) =>
      rewrite(board, ratio, (expr) => expr.replace(/ or \(sum\(.+?\) \* 0\)/, '')),
    );
    expect(faults).to.deep.equal([
      `board "desk-errors", panel "${ratio}": query A divides by what is there by what may be missing: without a single failure it is blank, not 0; fill the counter above the line with zero: "or (total * 0)".`,
    ]);
  });

  it('is no ratio where a sum is divided by its count', () => {
    const seconds = 'rate(http_request_duration_seconds_sum{service="desk"}[$__rate_interval])';
    expect(
      faultsAfter((board) =>
        rewrite(
          board,
          'Which routes are slow?',
          () => `sum by (route) (${seconds}) / sum by (route) (${seconds.replace('_sum', '_count')})`,
        ),
      ),
    ).to.deep.equal([]);
  });

  it('is a board about failures that splits nothing by release, or marks no deployment', () => {
    const faults = faultsAfter((board) => {
      for (const { targets } of everyPanel(board.panels))
        for (const target of targets) {
          if (typeof target.expr === 'string')
            target.expr = target.expr.replaceAll(/by \(([^)]*, )?release\)/g, '');
          target.legendFormat = '__auto';
        }
      board.annotations.list = [];
    });
    expect(faults).to.deep.equal([
      'board "desk-errors": it shows failures or durations and splits nothing by release; add a panel by release, such as "Did a release bring it?".',
      'board "desk-errors": it shows failures or durations and marks no deployment; add the marks of starts (marks.ts).',
    ]);
  });

  it('is mended by marks from Grafana’s API too', () => {
    expect(
      faultsAfter((board) => {
        for (const mark of board.annotations.list)
          if (mark.name !== 'Firing alerts') {
            mark.datasource = { type: 'datasource', uid: '-- Grafana --' };
            mark.target = { type: 'tags', tags: ['deploy'], limit: 100 };
          }
      }),
    ).to.deep.equal([]);
  });
});
