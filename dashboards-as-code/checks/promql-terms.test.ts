import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readPromql, selectorsIn } from './promql-terms.ts';

const matchersOf = (source: string): string[] => {
  const term = readPromql(source);
  return term.kind === 'fault'
    ? [term.reason]
    : selectorsIn(term).flatMap(({ matchers }) =>
        matchers.map(({ label, op, value }) => `${label}${op}${value}`),
      );
};

describe('a query read back', () => {
  it('has its own values, whichever query of the same shape was read before', () => {
    const read = ['a', 'say \\"b\\"', 'x=\\"y\\"'].map((service) =>
      matchersOf(`sum(rate(http_requests_total{service="${service}",status=~"5.."}[5m])) > 1`),
    );
    expect(read).to.deep.equal([
      ['service=a', 'status=~5..'],
      ['service=say "b"', 'status=~5..'],
      ['service=x="y"', 'status=~5..'],
    ]);
  });

  it('is refused with the words that were written', () => {
    expect(matchersOf('rate(up{job="node",}[5m]')).to.match(/does not parse .*job="node"/);
    expect(matchersOf('up{job="\\x41"}').join()).to.contain('job="\\x41" has an escape by number');
  });
});
