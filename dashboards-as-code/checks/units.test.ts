import { expect } from 'chai';
import { describe, it } from 'mocha';
import { faultsAfter, panelNamed, rewrite } from './testing/broken-boards.ts';

describe('a unit', () => {
  it('that its query contradicts is refused: a mean latency is no request rate', () => {
    const faults = faultsAfter((board) =>
      rewrite(
        board,
        'How many requests fail, and with which status?',
        () =>
          'sum by (status_class) (rate(http_request_duration_seconds_sum{service="desk"}[$__rate_interval])) / sum by (status_class) (rate(http_request_duration_seconds_count{service="desk"}[$__rate_interval]))',
      ),
    );
    expect(faults.at(-1)).to.equal(
      'board "desk-errors", panel "How many requests fail, and with which status?": query A measures second/item, and its unit "reqps" shows item/second; take s or dtdurations, or ask for what the panel claims.',
    );
  });

  it('of a table’s column is that of its override', () => {
    const [fault, ...others] = faultsAfter((board) => {
      for (const { properties, matcher } of panelNamed(board, 'Which 10 routes fail most?').fieldConfig
        .overrides)
        for (const property of properties)
          if (matcher.options === 'Failed' && property.id === 'unit') property.value = 'bytes';
    });
    expect(fault).to.contain('query ratio measures a ratio, and its unit "bytes" shows byte or byte/item');
    expect(others).to.deep.equal([]);
  });

  it('of a heatmap is that of what lies in its buckets', () => {
    const [fault] = faultsAfter((board) => {
      const panel = panelNamed(board, 'Are all requests slower, or is there a second group?');
      panel.fieldConfig.defaults.unit = 'reqps';
    });
    expect(fault).to.contain('query A measures second, and its unit "reqps" shows item/second');
  });
});
