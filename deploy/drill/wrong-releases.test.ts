import { expect } from 'chai';
import { describe, it } from 'mocha';
import { wrongKinds } from './wrong-kinds.ts';
import { runWrongReleases } from './wrong-releases.ts';

describe('drill of wrong releases', function () {
  this.timeout(180_000);
  const named = (...names: string[]) =>
    wrongKinds({ exitsAfterSeconds: 60 }).filter(({ name }) => names.includes(name));

  it('is of ten kinds', () => {
    expect(new Set(wrongKinds({ exitsAfterSeconds: 5 }).map(({ name }) => name)).size).to.equal(10);
  });

  it('ends with the old release serving and prints what users had of each', async () => {
    const said: string[] = [];
    const tools = { say: (line: string) => said.push(line), signal: new AbortController().signal };
    const { isHeld } = await runWrongReleases(tools, named('bad config', 'health lies', 'wrong schema'));
    expect(isHeld, said.join('\n')).to.equal(true);
    expect(said.at(-1)).to.match(
      /^3 of 3 ended with the old release serving and the verdict named; \d+ of \d+ /,
    );
    expect(said.join('\n')).to.match(/health lies +gate says fail +\d+ +\d+ +[\d.]+ {2}the old one/);
  });

  it('does not pass when a release was not found out by what must find it', async () => {
    const said: string[] = [];
    const tools = { say: (line: string) => said.push(line), signal: new AbortController().signal };
    const good = named('bad config').map((kind) => ({ ...kind, behaviour: {} }));
    expect((await runWrongReleases(tools, good)).isHeld).to.equal(false);
    expect(said.join('\n')).to.include('NOT FOUND OUT').and.include('AMISS');
  });
});
