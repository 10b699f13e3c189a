import { expect } from 'chai';
import { describe, it } from 'mocha';
import { formatValue } from './unit.ts';

describe('values of a panel', () => {
  it('read in their unit, with as many digits as a picture shows', () => {
    expect([0, 0.0575, 0.803, 1.26, 140].map((value) => formatValue('s', value))).to.deep.equal([
      '0 ms',
      '58 ms',
      '803 ms',
      '1.3 s',
      '140 s',
    ]);
    expect([0, 0.034, 12.345, 1234.5].map((value) => formatValue('reqps', value))).to.deep.equal([
      '0/s',
      '0.034/s',
      '12/s',
      '1235/s',
    ]);
    expect([0, 512, 134_217_728].map((value) => formatValue('bytes', value))).to.deep.equal([
      '0 B',
      '512 B',
      '128 MiB',
    ]);
    expect([0.0144, 1.5].map((value) => formatValue('percentunit', value))).to.deep.equal(['1.4 %', '150 %']);
    expect(formatValue('short', 7)).to.equal('7');
  });
});
