import { expect } from 'chai';
import { describe, it } from 'mocha';
import { seededRandom } from './random.ts';
import { drawStream, type StreamOptions } from './request-stream.ts';

const healthy: StreamOptions = {
  requestsPerHour: 6000,
  backgroundRatio: 0.01,
  failuresAtOnce: 1,
  seconds: 100 * 3600,
};

describe('a stream of requests', () => {
  it('is counted up by every scrape', () => {
    const { bad, good, firstScrapeSeconds } = drawStream(seededRandom(1, 'stream'), healthy);
    expect(firstScrapeSeconds).to.be.within(0, 15);
    expect(bad.length).to.be.within(healthy.seconds / 15 - 1, healthy.seconds / 15);
    for (const counter of [bad, good])
      expect(counter.every((value, scrape) => value >= (counter[scrape - 1] ?? 0))).to.equal(true);
    expect(total(good)).to.be.closeTo(594_000, 4000);
  });

  for (const failuresAtOnce of [1, 4])
    it(`fails in the same share where ${failuresAtOnce} fail at once`, () => {
      const { bad } = drawStream(seededRandom(1, 'share'), { ...healthy, failuresAtOnce });
      expect(total(bad)).to.be.closeTo(6000, 600);
    });

  it('has the failures of one client within two scrapes', () => {
    const { bad } = drawStream(seededRandom(1, 'clusters'), {
      ...healthy,
      requestsPerHour: 60,
      failuresAtOnce: 4,
    });
    const perTwoScrapes = Array.from(bad, (value, scrape) => value - (bad[scrape - 2] ?? 0));
    expect(Math.max(...perTwoScrapes)).to.be.at.least(4);
    expect(total(bad) % 4).to.equal(0);
  });

  it('fails for nobody before an incident begins, and for all who come after', () => {
    const incident = { startSeconds: 3600, badRatio: 1 };
    const stream = drawStream(seededRandom(1, 'incident'), {
      ...healthy,
      backgroundRatio: 0,
      seconds: 7200,
      incident,
      firstScrapeSeconds: 0,
    });
    expect(stream.firstFailureSeconds).to.be.within(3600, 3660);
    expect(stream.bad[3600 / 15]).to.equal(0);
    expect(stream.good.at(-1)).to.equal(stream.good[3600 / 15]);
    expect(total(stream.bad)).to.be.closeTo(6000, 400);
  });
});

function total(counter: Int32Array): number {
  return counter.at(-1)!;
}
