import { expect } from 'chai';
import { describe, it } from 'mocha';
import { poissonProbability, poissonTail } from './poisson.ts';

describe('the Poisson distribution', () => {
  it('gives what tables give', () => {
    // e^-2 x 2^3 / 3!; 1 - e^-0.5 (1 + 0.5); 1 - e^-10 x sum of 10^k / k! to 14.
    expect(poissonProbability(2, 3)).to.be.closeTo(0.180447044315, 1e-12);
    expect(poissonTail(0.5, 2)).to.be.closeTo(0.090204010431, 1e-12);
    expect(poissonTail(10, 15)).to.be.closeTo(0.083458473, 1e-9);
    expect(poissonTail(10, 0)).to.equal(1);
    expect(poissonTail(0, 1)).to.equal(0);
  });

  it('keeps far tails and huge means', () => {
    // e^-0.001 x 0.001^5 / 120, and the terms after it.
    expect(poissonTail(0.001, 5) / 8.326392e-18).to.be.closeTo(1, 1e-6);
    expect(poissonTail(1e6, 1e6)).to.be.closeTo(0.5, 1e-3);
  });

  it('joins the two directions of summing without a gap', () => {
    const below = Array.from({ length: 100 }, (_, count) => poissonProbability(100, count));
    expect(poissonTail(100, 100) + below.reduce((sum, share) => sum + share, 0)).to.be.closeTo(1, 1e-9);
    expect(poissonTail(100, 100) - poissonTail(100, 101)).to.be.closeTo(poissonProbability(100, 100), 1e-12);
  });
});
