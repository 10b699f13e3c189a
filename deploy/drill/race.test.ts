import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runRace } from './race.ts';

describe('deployments that are started together', function () {
  this.timeout(180_000);

  it('have one winner, whom the others name, on a free lock and on that of a dead owner', async () => {
    const said: string[] = [];
    const tools = { say: (line: string) => said.push(line), signal: new AbortController().signal };
    const { isHeld, figures } = await runRace(6, tools);
    expect(isHeld, said.join('\n')).to.equal(true);
    expect(figures).to.equal('2 of 2 races of 6 had one winner, and losers that name it');
  });
});
