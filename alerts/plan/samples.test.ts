import { expect } from 'chai';
import { describe, it } from 'mocha';
import { desk } from '../catalog/desk.ts';
import type { AlertingRule, RuleGroup } from '../rule.ts';
import { ruleGroupsOf } from '../rules.ts';
import { neededRules, readsOf, samplesInOnePass, samplesInRuleTime } from './samples.ts';

const scope = { series: 100, targets: 7, scrapeSeconds: 15 };
const alert: AlertingRule = {
  alert: 'A',
  expr: 'slo:bad:1h / slo:total:1h > 0.1',
  for: '1m',
  labels: {},
  annotations: {},
};
const groups: RuleGroup[] = [
  {
    name: 'base',
    interval: '30s',
    rules: [
      { record: 'slo:bad:5m', expr: 'sum(increase(bad{path=~"a{2}"}[5m])) or up * 0', labels: {} },
      { record: 'slo:other:1h', expr: 'sum(increase(total[1h]))', labels: {} },
    ],
  },
  {
    name: 'long',
    interval: '5m',
    rules: [
      { record: 'slo:bad:1h', expr: 'sum_over_time(slo:bad:5m[59m59s999ms])', labels: {} },
      { record: 'slo:total:1h', expr: 'sum_over_time(sum(increase(total[5m]))[1h:5m])', labels: {} },
      alert,
    ],
  },
];

describe('samplesInRuleTime', () => {
  it('adds up the alert and the counts that it needs, weighed by how often each is evaluated', () => {
    // bad:5m every 30 s: 100 series x 300 / 15 and 7 targets. Every 5 min, a tenth of that: the alert's 2, bad:1h with an
    // hour of a count every 30 s, total:1h with 12 x 100 x 20.
    const needed = neededRules(alert, groups);
    expect(samplesInRuleTime(needed, groups, scope)).to.equal(2007 + (2 + 120 + 24_000) / 10);
    expect(needed.size).to.equal(4);
  });

  it('knows of one pass of all rules too', () => {
    expect(samplesInOnePass(groups, scope)).to.equal(2007 + 24_000 + 2 + 120 + 24_000);
  });

  it('finds raw series in the base of the shipped rules, in proportion, and none in the longer levels', () => {
    const shipped = ruleGroupsOf({ ...desk, signals: [] });
    const grows = (interval: string): number[] => {
      const rules = shipped.filter((group) => group.interval === interval).flatMap(({ rules }) => rules);
      return [1100, 100].map((series) => samplesInRuleTime(rules, shipped, { ...scope, series }));
    };
    const [many = 0, few = 0] = grows('15s');
    const ofSeries = (many - few) / 1000;
    // Two objectives of two counts, each of which reads the newest and the last four samples at least, twice in 30 s.
    expect(ofSeries).to.be.at.least(2 * 2 * (1 + 4) * 2);
    expect(few - 100 * ofSeries).to.be.below(few / 2);
    const [manyLong, fewLong] = grows('5m');
    expect(manyLong).to.equal(fewLong).and.to.be.greaterThan(0);
  });
});

describe('readsOf', () => {
  it('finds ranges and subqueries, nested ones too', () => {
    expect(readsOf('max_over_time(sum(rate(x[5m] offset 1d))[1h:])')).to.deep.equal([
      { metric: 'x', rangeSeconds: 300, subqueries: [{ range: 3600 }] },
    ]);
  });

  it('throws with the text of what does not parse', () => {
    expect(() => readsOf('sum(rate(x[5m])')).to.throw(/does not parse at character \d+ of: sum\(rate/);
  });
});
