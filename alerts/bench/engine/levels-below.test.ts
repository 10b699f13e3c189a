import { expect } from 'chai';
import { describe, it } from 'mocha';
import { countMetric } from '../../event-counts.ts';
import { levelsBelow } from './backfill.ts';
import { parseRuleFile } from './rule-file.ts';
import { ourRuleSet } from './rule-sets.ts';

const file = `
groups:
  - name: short
    interval: 30s
    rules:
      - { record: "raw:30s", expr: 'sum(increase(requests_total[1m]))' }
      - { record: "bad:30s", expr: 'sum(increase(errors_total[1m])) or raw:30s * 0' }
      - { alert: Burning, expr: 'bad:30s > 1', labels: { tier: page } }
  - name: long
    rules:
      - { record: "bad:1d", expr: 'sum_over_time(bad:30s[1d])' }
`;

describe('the levels of recorded series', () => {
  it('put what a record is made of below it, however far down', () => {
    const names = levelsBelow(['bad:1d'], parseRuleFile(file, 60)).map((groups) =>
      groups.flatMap(({ rules }) => rules.map(({ record }) => record)),
    );
    expect(names).to.deep.equal([['raw:30s'], ['bad:30s']]);
  });

  it('are none for a record that reads raw series only', () => {
    expect(levelsBelow(['raw:30s'], parseRuleFile(file, 60))).to.deep.equal([]);
  });

  it('reach from our budget down to the raw counters, so that its backfill leaves nothing out', () => {
    const { groups } = ourRuleSet({ service: 'noon', scrapeSeconds: 30 });
    const records = levelsBelow([countMetric('bad', '30d')], groups)
      .flat()
      .flatMap(({ rules }) => rules);
    expect(records.map(({ record }) => record)).to.include.members([
      countMetric('total', '30s'),
      countMetric('bad', '30s'),
      countMetric('bad', '5m'),
    ]);
  });
});

describe('a rule file as the benchmarks read it', () => {
  it("takes the group's own interval, and the server's where there is none", () => {
    expect(parseRuleFile(file, 60).map(({ intervalSeconds }) => intervalSeconds)).to.deep.equal([30, 60]);
  });

  it('names an alert with the tier that tells it from its siblings', () => {
    expect(parseRuleFile(file, 60)[0]?.rules.map(({ name }) => name)).to.deep.equal([
      'raw:30s',
      'bad:30s',
      'Burning page',
    ]);
  });
});
