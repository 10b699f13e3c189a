import { expect } from 'chai';
import { describe, it } from 'mocha';
import { nextRequest, seededRandom, type TrafficRequest } from './traffic.ts';

function sample(seed: number, count: number): TrafficRequest[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () =>
    nextRequest(random, { incidentIds: ['1', '2'], noteText: () => 'a note' }),
  );
}

describe('the traffic of a rehearsal', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(sample(7, 50)).to.deep.equal(sample(7, 50));
    expect(sample(7, 50)).not.to.deep.equal(sample(8, 50));
  });

  it('reads, writes, lists, and makes the mistakes of clients, about as often as it is told to', () => {
    const kinds = sample(1, 10_000).map(({ kind }) => kind);
    const share = (kind: TrafficRequest['kind']): number =>
      kinds.filter((candidate) => candidate === kind).length / kinds.length;
    expect(share('list')).to.be.closeTo(0.34, 0.02);
    expect(share('note')).to.be.closeTo(0.24, 0.02);
    expect(share('bad-input')).to.be.closeTo(0.03, 0.01);
  });
});
