import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { testDocument } from './promtool-test.ts';
import { renderRuleTests } from './render-rule-tests.ts';

const awkward = [
  `shop_total{shop="Joe's",path="C:\\\\tmp"}`,
  'shop_total{note="# no comment: a value, [and] {more}"}',
  'shop_total{note="two\nlines\tand a tab"}',
  'shop_total{note="line\u2028separator \ufeff \u0085"}',
  'shop_total{note="Ünïcode 🛎"}',
  'shop_total{note="half of one \ud83d"}',
];

describe('a file of promtool tests', () => {
  const document = testDocument('../rules/shop.yml', 15, [
    {
      name: `Joe's shop: fires`,
      series: awkward.map((series) => ({ series, values: '0x2 _x3 1+1x4' })),
      expectations: awkward.map((expr, index) => ({
        expr,
        atSeconds: 15,
        value: index === 0 ? 0.5 : undefined,
      })),
    },
    { name: 'no data', stepSeconds: 5, series: [], expectations: [] },
  ]);
  const text = renderRuleTests({ ...document, group_eval_order: ['one', 'two'] }, 'alerts/catalog/shop.ts');

  it('says what the document says, whatever the names and values hold', () => {
    expect(parse(text)).to.deep.equal({ ...document, group_eval_order: ['one', 'two'] });
  });

  it('has a line for each test', () => {
    expect(text.split('\n').filter((line) => line.startsWith('  - {name: '))).to.have.length(2);
    expect(text).to.match(/^# Made from alerts\/catalog\/shop\.ts /);
  });
});
