import { expect } from 'chai';
import { describe, it } from 'mocha';
import { describePages } from './results.ts';
import { simulate } from './simulation.ts';

describe('the benchmark of pages', () => {
  it('says the same for the same seed, byte by byte, and something else for another', function () {
    this.timeout(120_000);
    const say = (seed: number): string => {
      const effort = { seed, months: 1, incidents: 3 };
      return describePages(
        simulate(effort, () => {}),
        [],
        { effort, promtool: 'promtool' },
      ).join('\n');
    };
    const once = say(1);
    expect(say(1)).to.equal(once);
    expect(say(2).replaceAll('seed 2', 'seed 1')).to.not.equal(once);
  });
});
