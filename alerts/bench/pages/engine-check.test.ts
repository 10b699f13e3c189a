import { expect } from 'chai';
import { describe, it } from 'mocha';
import { drawCase } from './engine-cases.ts';
import { askEngine } from './engine-check.ts';

describe('the simulation, asked of the engine', () => {
  it('fires when promtool does, before and while a fifth of 600 requests an hour fails', async function () {
    this.timeout(180_000);
    const engineCase = drawCase({
      requestsPerHour: 600,
      badRatio: 0.2,
      seed: 1,
      asks: 'pages',
      seconds: 1800,
    });
    const answers = await askEngine(engineCase);
    expect(answers).to.have.length(3);
    for (const { ruleSet, instants, firing, agreed, difference } of answers) {
      expect(agreed, `${ruleSet}: ${difference}`).to.equal(instants);
      // Both that it fires and that it does not were asked.
      expect(firing, ruleSet).to.be.within(1, instants - 1);
    }
  });
});
