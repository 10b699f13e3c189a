import { expect } from 'chai';
import { describe, it } from 'mocha';
import { fewestBeyondChance, surpriseNeeded, surpriseOf } from './significance.ts';

describe('the fewest bad events that chance does not explain', () => {
  it('are found by halves as they are one by one', () => {
    for (const target of [0.9, 0.99, 0.999])
      for (const total of [3, 40, 700, 12_000, 400_000])
        for (const chance of [0.01, 1e-5]) {
          const bad = Math.ceil(2 * total * (1 - target));
          let one = bad + 1;
          while (surpriseOf(one, total, target) <= surpriseNeeded(chance)) one += 1;
          expect(fewestBeyondChance(bad, total, target, chance), `${total} at ${target}`).to.equal(one);
        }
  });
});
