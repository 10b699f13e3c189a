import { expect } from 'chai';
import { describe, it } from 'mocha';
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
        `board "desk-errors", panel "${volume}": query A looks back ${range.split(':')[0]}, whatever the zoom and the scrapes; take $__rate_interval, or $__range for the whole of what is shown.`,
      ]);
    expect(
      faultsAfter((board) =>
        rewrite(board, volume, (expr) => expr.replace('$__rate_interval', '$__interval')),
      ),
    ).to.have.length(1);
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
});
