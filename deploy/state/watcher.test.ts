import { expect } from 'chai';
import { describe, it } from 'mocha';
import { lastWatch, watchUntil } from './watcher.ts';

describe('watch in the journal', () => {
  function isWatching(
    change: Readonly<Record<string, unknown>>,
    until = Date.now() + 60_000,
  ): boolean | undefined {
    const { watcher, ...rest } = watchUntil(new Date(until));
    const detail = { ...rest, watcher: { ...watcher, process: { ...watcher.process, ...change } } };
    const begun = {
      version: 2,
      operation: 'x',
      verb: 'deploy',
      phase: 'done',
      step: 'stand-by',
      detail,
    } as const;
    return lastWatch([{ ...begun, at: rest.until }])?.isWatching;
  }

  it('lasts until its time is over', () => {
    expect(isWatching({})).to.equal(true);
    expect(isWatching({}, Date.now() - 1)).to.equal(false);
  });

  it('is over when its process is dead', () => {
    expect(isWatching({ startTicks: 1 })).to.equal(false);
    expect(isWatching({ bootId: 'another boot' })).to.equal(false);
  });

  it('is not over because nobody can say whether its process lives', () => {
    expect(isWatching({ bootId: null })).to.equal(true);
    expect(isWatching({ pid: 1, pidNamespace: 'pid:[1]' })).to.equal(true);
  });
});
