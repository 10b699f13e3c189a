import { expect } from 'chai';
import { describe, it } from 'mocha';
import { bucketEdge, nearestEdges } from './bucket-edge.ts';

describe("a bucket's edge", () => {
  it('is one text where every program writes it alike', () => {
    expect(bucketEdge(0.25)).to.equal('0.25');
    expect(bucketEdge(0.0005, 'ms')).to.equal('0.5');
  });

  it('is found in the form of Prometheus 2, Prometheus 3 and Go', () => {
    for (const [seconds, unit, texts] of [
      [1, 's', ['1', '1.0']],
      [2.5, 'ms', ['2500', '2500.0']],
      [3600, 'ms', ['3600000', '3600000.0', '3.6e+06']],
      [0.00005, 's', ['0.00005', '5e-05']],
    ] as const)
      for (const text of texts) expect(isFoundBy(bucketEdge(seconds, unit), text), text).to.equal(true);
  });

  it('is not mistaken for another one', () => {
    expect(isFoundBy(bucketEdge(1), '10')).to.equal(false);
    expect(isFoundBy(bucketEdge(3600, 'ms'), '3x6e+06')).to.equal(false);
  });
});

describe('the nearest edges', () => {
  it('lie on both sides of the threshold, as far as there are any', () => {
    expect(nearestEdges(0.3, [0.1, 0.25, 0.5, 1])).to.equal('0.25 s or 0.5 s');
    expect(nearestEdges(20, [5, 10])).to.equal('10 s');
    expect(nearestEdges(1, [])).to.equal('');
  });
});

function isFoundBy(condition: ReturnType<typeof bucketEdge>, text: string): boolean {
  return typeof condition === 'string'
    ? condition === text
    : new RegExp(`^(?:${condition.value})$`).test(text);
}
