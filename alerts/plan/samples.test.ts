import { expect } from 'chai';
import { describe, it } from 'mocha';
import { desk } from '../catalog/desk.ts';
import type { AlertingRule, RuleGroup } from '../rule.ts';
import { ruleGroupsOf } from '../rules.ts';
import { readsOf, samplesForAlert, samplesForGroup } from './samples.ts';

const scope = { series: 100, clock: { scrapeSeconds: 15, evaluationSeconds: 30 } };
const alert: AlertingRule = {
  alert: 'A',
  expr: 'slo:bad:1h / slo:total:1h > 0.1',
  for: '1m',
  labels: {},
  annotations: {},
};
const group: RuleGroup = {
  name: 'g',
  interval: '30s',
  rules: [
    { record: 'slo:bad:5m', expr: 'sum(increase(bad{path=~"a{2}"}[5m])) or up * 0', labels: {} },
    { record: 'slo:bad:1h', expr: 'sum_over_time(slo:bad:5m[1h])', labels: {} },
    { record: 'slo:total:1h', expr: 'sum_over_time(sum(increase(total[5m]))[1h:5m])', labels: {} },
    { record: 'slo:other:1h', expr: 'sum(increase(total[1h]))', labels: {} },
    alert,
  ],
};

describe('samplesForAlert', () => {
  it('adds up the alert and the counts that it needs, levels below included', () => {
    // alert: 2. bad:1h: 1 h of a count every 30 s = 120. bad:5m: 100 series x (300 / 15 + 1). total:1h: 12 x 100 x 20.
    expect(samplesForAlert(alert, group, scope)).to.equal(2 + 120 + 2100 + 24_000);
  });

  it('leaves out what the alert does not need, which the group has', () => {
    expect(samplesForGroup(group, scope) - samplesForAlert(alert, group, scope)).to.equal(100 * 240);
  });

  it('reads the shipped rules: 1h and 1m, three selectors each, and five recorded counts', () => {
    const [availability] = ruleGroupsOf(desk);
    const pageFast = availability?.rules.find(
      (rule): rule is AlertingRule => 'alert' in rule && rule.labels.tier === 'page-fast',
    );
    const shipped = { series: 100, clock: { scrapeSeconds: 15, evaluationSeconds: 15 } };
    expect(samplesForAlert(pageFast!, availability!, shipped)).to.equal(3 * 100 * (240 + 4) + 5);
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
