import { expect } from 'chai';
import { describe, it } from 'mocha';
import { selector } from '../promql.ts';
import { type CarriedEvents, carryEvents, type RatioQueries } from './events.ts';
import { type Finding, reportOn } from './report.ts';

function carry(
  part: string,
  total: string,
  partIs: RatioQueries['partIs'] = 'bad',
  style: RatioQueries['style'] = 'ranges',
): { carried: CarriedEvents | undefined; said: string[] } {
  const findings: Finding[] = [];
  const queries = {
    part: { path: 'part', query: part },
    total: { path: 'total', query: total },
    partIs,
    style,
  };
  const carried = carryEvents(queries, reportOn('here', findings));
  return { carried, said: findings.map(({ weight, path, reason }) => `${weight} ${path}: ${reason}`) };
}

describe('two queries', () => {
  it('become bad events of all events', () => {
    expect(carry('sum(rate(x{code="500"}[5m]))', 'sum(rate(x[5m]))')).to.deep.equal({
      carried: {
        kind: 'availability',
        events: { total: selector('x', {}), bad: selector('x', { code: '500' }) },
      },
      said: [],
    });
  });

  it('become a latency when good is a bucket of seconds or milliseconds, and when bad is what the bucket lacks', () => {
    const total = 'sum(rate(t_milliseconds_count[5m]))';
    const bucket = 'sum(rate(t_milliseconds_bucket{le="250.0"}[5m]))';
    const expected = {
      kind: 'latency',
      events: {
        total: selector('t_milliseconds_count', {}),
        good: selector('t_milliseconds_bucket', { le: '250.0' }),
      },
      thresholdSeconds: 0.25,
    };
    expect(carry(bucket, total, 'good')).to.deep.equal({ carried: expected, said: [] });
    expect(carry(`${total} - ${bucket}`, total)).to.deep.equal({ carried: expected, said: [] });
  });

  it('say that a bucket of whole seconds is stored otherwise by Prometheus 3, and that a unit is missing', () => {
    const { carried, said } = carry('sum(rate(t_bucket{le="5"}[5m]))', 'sum(rate(t_count[5m]))', 'good');
    expect(carried?.kind).to.equal('availability');
    expect(said.join('\n')).to.include('stores it as le="5.0"').and.to.include('names no unit of time');
  });

  for (const [title, part, total, partIs, style, reason] of [
    [
      'differ in window',
      'sum(rate(x{a="b"}[5m]))',
      'sum(rate(x[1h]))',
      'bad',
      'ranges',
      'refused part: counts by rate() over [5m], the total by rate() over [1h]',
    ],
    [
      'differ in function',
      'sum(rate(x{a="b"}[5m]))',
      'sum(increase(x[5m]))',
      'bad',
      'ranges',
      'both must be counted alike',
    ],
    ['are gauges', 'sum(x{a="b"})', 'sum(x)', 'good', 'ranges', 'ratioMetric.counter is not true'],
    [
      'have a fixed window where the rule sets it',
      'sum(rate(x{a="b"}[5m]))',
      'sum(rate(x[5m]))',
      'bad',
      'placeholder',
      'has the fixed window [5m]',
    ],
    [
      'are not summed',
      'rate(x{a="b"}[5m])',
      'rate(x[5m])',
      'bad',
      'ranges',
      'without sum() makes one ratio for each series',
    ],
    [
      'take away from something else',
      'sum(rate(y[5m])) - sum(rate(z[5m]))',
      'sum(rate(x[5m]))',
      'bad',
      'ranges',
      'takes events away from y, which is not the total x',
    ],
    [
      'fill in the total',
      'sum(rate(x{a="b"}[5m]))',
      'sum(rate(x[5m])) or vector(0)',
      'bad',
      'ranges',
      'refused total: a total is one counter',
    ],
  ] as const)
    it(`are refused when they ${title}`, () => {
      const { carried, said } = carry(part, total, partIs, style);
      expect(carried).to.equal(undefined);
      expect(said.join('\n')).to.include(reason);
    });

  it('lose their "or vector(0)" with a note', () => {
    const { carried, said } = carry('sum(rate(x{a="b"}[5m])) or vector(0)', 'sum(rate(x[5m]))');
    expect(carried?.events).to.deep.equal({ total: selector('x', {}), bad: selector('x', { a: 'b' }) });
    expect(said).to.deep.equal([
      'note part: "or vector(0)" is left out: the rules count absent bad events as 0.',
    ]);
  });
});
