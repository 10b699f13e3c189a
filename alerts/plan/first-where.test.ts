import { expect } from 'chai';
import { describe, it } from 'mocha';
import { firstWhere } from './first-where.ts';

describe('firstWhere', () => {
  it('finds the very first, wherever it lies', () => {
    for (let first = 3; first < 40; first += 1)
      expect(firstWhere(3, (value) => value >= first)).to.equal(first);
    expect(firstWhere(0, (value) => value >= 0)).to.equal(0);
  });

  it('asks little about large numbers', () => {
    let asked = 0;
    expect(
      firstWhere(1, (value) => {
        asked += 1;
        return value >= 1_000_003;
      }),
    ).to.equal(1_000_003);
    expect(asked).to.be.below(45);
  });
});
