import { expect } from 'chai';
import { describe, it } from 'mocha';
import { CountHistory } from './count-history.ts';
import { fastBurn } from './fast-burn.ts';

const availability = { name: 'availability', target: 0.999 };
const second = 1_000;

/** A release that was born 10 min before its promotion at 0, with 50 requests a second and this share of them bad. */
function history(seconds: number, badRatioAt: (second: number) => number, before = 10_000): CountHistory {
  const kept = new CountHistory(-600 * second);
  let total = before;
  let bad = 0;
  for (let at = 0; at <= seconds; at += 1) {
    kept.add(at * second, { total, bad: Math.floor(bad) });
    total += 50;
    bad += 50 * badRatioAt(at);
  }
  return kept;
}

/** Seconds from the first bad request to the condition; undefined when it never holds. */
function detectedAfter(from: number, badRatio: number, until: number): number | undefined {
  for (let now = from; now <= until; now += 1) {
    const kept = history(now, (at) => (at >= from ? badRatio : 0));
    if (fastBurn(availability, kept, now * second) !== undefined) return now - from;
  }
  return undefined;
}

describe('fast burn of a release that is watched', () => {
  it('of a release that fails altogether is seen within seconds, early in the watch and late', () => {
    expect(detectedAfter(5, 1, 60)).to.be.within(1, 6);
    expect(detectedAfter(500, 1, 600)).to.be.within(1, 16);
  });

  it('of one that fails a fifth of its requests is seen within half a minute, early', () => {
    expect(detectedAfter(5, 0.2, 90)).to.be.within(5, 30);
  });

  it('is none while the objective is kept, nor by a handful of failures that a single client makes', () => {
    expect(detectedAfter(5, 0.001, 600)).to.equal(undefined);
    const kept = history(120, (at) => (at === 60 ? 4 / 50 : 0), 0);
    expect(fastBurn(availability, kept, 120 * second)).to.equal(undefined);
  });

  it('is over when the failures are: the short window has to burn too', () => {
    const kept = history(200, (at) => (at < 30 ? 1 : 0));
    expect(fastBurn(availability, kept, 29 * second)).to.include('pages for');
    expect(fastBurn(availability, kept, 200 * second)).to.equal(undefined);
  });

  it('names the objective, both windows and the tier that would have paged', () => {
    expect(
      fastBurn(
        availability,
        history(20, () => 1, 0),
        20 * second,
      ),
    ).to.equal(
      'availability: 1000 of 1000 requests bad in the last 2m that it has had, 1000 of 1000 requests bad in the last 1m, which is what page-now pages for',
    );
  });

  it('counts from zero again when the process was started again', () => {
    const kept = history(20, () => 0);
    kept.add(21 * second, { bad: 50, total: 50 });
    expect(kept.over(60, 21 * second)).to.deep.equal({ bad: 50, total: 50 });
  });
});
