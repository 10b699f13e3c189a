import { expect } from 'chai';
import { describe, it } from 'mocha';
import { rangeAt } from './board-range.ts';
import { valueToAsk } from './variable-values.ts';

const plain = { name: 'environment', isMulti: false, includesAll: false };
const several = { name: 'route', isMulti: true, includesAll: true };
const choice = { chosen: {}, preferred: { environment: 'staging', service: 'desk' } };

describe('the value of a variable', () => {
  it('is the environment or the service under test where its query answers it, or else the first answer', () => {
    expect(valueToAsk(plain, ['production', 'staging'], choice)).to.equal('staging');
    expect(valueToAsk(plain, ['eu', 'us'], choice)).to.equal('eu');
  });

  it('with "All" is what the board takes it for, or all answers taken literally', () => {
    expect(valueToAsk({ ...several, allValue: '.*' }, ['/', '/a.b'], choice)).to.equal('.*');
    expect(valueToAsk(several, ['/', '/a.b'], choice)).to.equal(String.raw`(/|/a\\.b)`);
  });

  it('is there for none without an answer', () => {
    expect(valueToAsk(plain, [], choice)).to.equal(undefined);
    expect(valueToAsk({ ...several, allValue: '.*' }, [], choice)).to.equal(undefined);
  });

  it('is what a person chose, taken literally where the query takes a pattern', () => {
    const chosen = { environment: 'a.b', route: 'a.b' };
    expect(valueToAsk(plain, ['staging'], { ...choice, chosen })).to.equal('a.b');
    expect(valueToAsk(several, [], { ...choice, chosen })).to.equal(String.raw`a\\.b`);
  });
});

describe('the range of a board', () => {
  const now = new Date('2026-01-02T00:00:00Z');

  it('ends at the instant and begins as long before as the board says', () => {
    const { from, to } = rangeAt({ from: 'now-3h', to: 'now' }, now);
    expect([from.toISOString(), to.toISOString()]).to.deep.equal([
      '2026-01-01T21:00:00.000Z',
      '2026-01-02T00:00:00.000Z',
    ]);
  });

  it('is refused by name where it is written otherwise', () => {
    expect(() => rangeAt({ from: 'now/d', to: 'now' }, now)).to.throw('time "now/d" of a board');
  });
});
