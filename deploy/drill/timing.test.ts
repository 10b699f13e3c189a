import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { JournalEntry } from '../state/journal.ts';
import { describeSeconds, secondsUntilServed, stepSeconds } from './timing.ts';

const output = `rollback to a, desk in staging:
[   0.9 s] make a current (sequence 1, previous )
[   1.0 s] a serves
[   3.4 s] let blue end what it has, then take it out of the proxy (left 0)
rollback to a done in 3.5 s; http://127.0.0.1:1 serves it. NOT verified: no data.`;

describe('timing of a command', () => {
  it('ends for its users when all traffic has moved, start-up and decision included', () => {
    expect(secondsUntilServed({ exitCode: 0, output, seconds: 4.3 })).to.be.closeTo(1.8, 0.001);
  });

  it('is not guessed where the command did not serve', () => {
    expect(() => secondsUntilServed({ exitCode: 1, output: 'rollback refused: no', seconds: 1 })).to.throw(
      'does not say when its release served',
    );
  });

  it('is known of each step that was done', () => {
    const entry = (second: number, phase: JournalEntry['phase'], step?: string): JournalEntry => ({
      version: 2,
      at: `2026-11-21T07:43:0${second}.000Z`,
      operation: 'deploy-1',
      verb: 'deploy',
      phase,
      step,
    });
    const entries = [
      entry(0, 'begin'),
      entry(1, 'intent', 'build'),
      entry(3, 'done', 'build'),
      entry(3, 'intent', 'start'),
    ];
    expect(stepSeconds(entries)).to.deep.equal([{ step: 'build', seconds: 2 }]);
  });

  it('is told by its median and its worst', () => {
    expect(describeSeconds([3, 1, 2])).to.equal('median 2.0 s, longest 3.0 s of 3');
  });
});
