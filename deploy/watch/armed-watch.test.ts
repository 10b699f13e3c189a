import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type ArmedWatch, watchArmed } from './armed-watch.ts';

const fine = async (): Promise<string | undefined> => undefined;
const telling = (sentence: string) => async (): Promise<string | undefined> => sentence;

/** A watch without figures to ask for; what it says is kept. */
function watchOf(probes: Partial<ArmedWatch>): { watch: ArmedWatch; said: string[] } {
  const said: string[] = [];
  const watch: ArmedWatch = {
    objectives: [],
    environment: 'staging',
    release: 'b',
    bornAt: Date.now(),
    seconds: 2,
    prometheusUrl: undefined,
    ailment: fine,
    supersession: fine,
    standbyLoss: fine,
    say: (line) => said.push(line),
    signal: new AbortController().signal,
    ...probes,
  };
  return { watch, said };
}

describe('armed watch', function () {
  this.timeout(30_000);

  it('looks on when something cannot be asked, and says so once', async () => {
    let asked = 0;
    const { watch, said } = watchOf({
      seconds: 60,
      ailment: async () => {
        asked += 1;
        if (asked < 4) throw new Error('Docker does not answer');
        return 'the container of b ended';
      },
      standbyLoss: () => Promise.reject(new Error('slots.json is damaged')),
    });
    expect(await watchArmed(watch)).to.deep.equal({ kind: 'burning', reason: 'the container of b ended' });
    expect(said).to.deep.equal([
      'the watch cannot tell whether b still runs: Docker does not answer',
      'the watch cannot tell whether the old release still stands by: slots.json is damaged',
    ]);
  });

  it('does not wait for what hangs, asks it no second time meanwhile, and counts how long it saw nothing', async () => {
    let asked = 0;
    const { watch, said } = watchOf({
      seconds: 8,
      supersession: () => {
        asked += 1;
        return new Promise(() => undefined);
      },
    });
    const { kind, reason } = await watchArmed(watch);
    expect(kind).to.equal('held');
    expect(reason).to.match(/^b held for 1[01] s, 1[01] s of it unseen$/);
    expect(asked).to.equal(1);
    expect(said).to.deep.equal(['the watch cannot tell which release is current: no answer within 5 s']);
  });

  it('has nothing to take back once another release is current, whatever became of its own', async () => {
    const { watch } = watchOf({
      supersession: telling('a is current by now'),
      ailment: telling('the process of b ended'),
    });
    expect(await watchArmed(watch)).to.deep.equal({ kind: 'superseded', reason: 'a is current by now' });
  });

  it('takes a bad release back although its standby is gone', async () => {
    const standbyLoss = telling('a no longer stands by');
    const bad = watchOf({ standbyLoss, ailment: telling('the process of b ended') });
    expect((await watchArmed(bad.watch)).kind).to.equal('burning');
    const good = watchOf({ standbyLoss });
    expect(await watchArmed(good.watch)).to.deep.equal({ kind: 'unbacked', reason: 'a no longer stands by' });
  });
});
