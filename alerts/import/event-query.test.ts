import { expect } from 'chai';
import { describe, it } from 'mocha';
import { renderPromql } from '../promql.ts';
import { readEventQuery } from './event-query.ts';

function read(query: string): object | string {
  let refusal = '';
  const found = readEventQuery(query, (reason) => {
    refusal = reason;
    return undefined;
  });
  if (found === undefined) return refusal;
  const { count, minus, isZeroFilled } = found;
  return {
    selector: renderPromql(count.selector),
    reads: count.reads,
    range: count.range,
    isSummed: count.isSummed,
    minus: minus && renderPromql(minus.selector),
    isZeroFilled,
  };
}

const summed = { reads: 'rate', range: '5m', isSummed: true, minus: undefined, isZeroFilled: false };

describe('a query of a document', () => {
  it('is the sum of one counter, whatever brackets and blanks stand around it', () => {
    const expected = { ...summed, selector: 'x_total{job="a",code=~"5.."}' };
    expect(read('sum(rate(x_total{job="a",code=~"5..",}[5m]))')).to.deep.equal(expected);
    expect(read("( sum (\n (rate( (x_total{ job = 'a', code=~`5..` }[5m]) )) ) )")).to.deep.equal(expected);
  });

  it('keeps every matcher and its text, escapes included', () => {
    expect(read('sum(increase(x{a="q\\"\\\\",a!="b",c!~"d"}[1h]))')).to.deep.include({
      selector: 'x{a="q\\"\\\\",a!="b",c!~"d"}',
      reads: 'increase',
    });
  });

  it('may leave its window to the rule', () => {
    expect(read('sum(rate(x[{{.window}}]))')).to.deep.include({ range: '{{.window}}' });
    expect(read('sum(rate(x[{{ .window }}]))')).to.deep.include({ range: '{{.window}}' });
  });

  it('may be a counter as it stands, with or without a sum', () => {
    expect(read('sum(x{a="b"})')).to.deep.include({ reads: 'counter', isSummed: true, range: undefined });
    expect(read('x{a="b"}')).to.deep.include({ reads: 'counter', isSummed: false });
  });

  it('may take one counter away from another, and fill in a 0', () => {
    expect(read('(sum(rate(x_count[5m])) - sum(rate(x_bucket{le="1"}[5m])))')).to.deep.include({
      selector: 'x_count',
      minus: 'x_bucket{le="1"}',
    });
    expect(read('sum(rate(x[5m])) OR on() vector(0)')).to.deep.include({ isZeroFilled: true });
  });

  for (const [query, reason] of [
    ['sum(rate(x[$window]))', 'does not parse as PromQL near "$window]))"'],
    ['sum by (job) (rate(x[5m]))', '"by (job)" makes one ratio for each group'],
    ['sum without (job) (rate(x[5m]))', '"without (job)" makes one ratio'],
    ['avg(rate(x[5m]))', 'is no sum'],
    ['sum(irate(x[5m]))', '"irate(x[5m])" counts no events'],
    ['sum(rate(x[5m] offset 1h))', 'subqueries, offset and @ have no place'],
    ['sum(rate(x[5m:1m]))', '"x[5m:1m]" is no plain range'],
    ['sum(rate(x[5m])) + sum(rate(y[5m]))', 'combines queries with "+"'],
    ['sum(rate(x[5m])) or vector(1)', 'combines queries with "or"'],
    ['sum(rate(x[5m])) / 2', 'combines queries with "/"'],
    ['sum(rate({__name__="x"}[5m]))', 'names no metric in front of its braces'],
    ['sum(rate(x{__name__!="y"}[5m]))', 'is a matcher that the catalog cannot say'],
    ['sum(rate(x{"a.b"="c"}[5m]))', '""a.b"="c"" is a matcher that the catalog cannot say'],
    ['sum(rate(x{a="\\x41"}[5m]))', 'has an escape by number'],
    ['histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))', 'counts no events of one counter'],
    ['', 'does not parse as PromQL'],
  ] as const)
    it(`is refused with what stands in the way: ${query}`, () => {
      expect(read(query)).to.be.a('string').that.includes(reason);
    });
});
