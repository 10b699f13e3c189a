import { expect } from 'chai';
import { describe, it } from 'mocha';
import { exponential, poissonSampler, seededRandom } from './random.ts';

describe('random numbers of the simulation', () => {
  it('are the same for the same seed and key, and others for another', () => {
    const three = (seed: number, key: string): number[] => {
      const random = seededRandom(seed, key);
      return [random.next(), random.next(), random.next()];
    };
    expect(three(1, 'a')).to.deep.equal(three(1, 'a'));
    expect(three(1, 'a')).to.not.deep.equal(three(1, 'b'));
    expect(three(1, 'a')).to.not.deep.equal(three(2, 'a'));
  });

  it('lie from 0 to 1 with a mean of a half', () => {
    const random = seededRandom(1, 'uniform');
    const drawn = Array.from({ length: 100_000 }, () => random.next());
    expect(Math.min(...drawn.slice(0, 10_000))).to.be.at.least(0);
    expect(Math.max(...drawn.slice(0, 10_000))).to.be.below(1);
    expect(mean(drawn)).to.be.closeTo(0.5, 0.005);
  });

  for (const expected of [0.04, 2.5, 25, 150])
    it(`are Poisson counts of mean and variance ${expected}`, () => {
      const random = seededRandom(1, 'poisson', expected);
      const sample = poissonSampler(expected);
      const drawn = Array.from({ length: 100_000 }, () => sample(random));
      const average = mean(drawn);
      expect(average).to.be.closeTo(expected, 5 * Math.sqrt(expected / drawn.length));
      expect(mean(drawn.map((count) => (count - average) ** 2)) / expected).to.be.closeTo(1, 0.05);
    });

  it('leave 1 / rate between two events on average', () => {
    const random = seededRandom(1, 'exponential');
    const drawn = Array.from({ length: 100_000 }, () => exponential(random, 4));
    expect(mean(drawn)).to.be.closeTo(0.25, 0.005);
  });
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
