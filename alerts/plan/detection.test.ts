import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { BurnRateTier } from '../burn-rate.ts';
import { shippedClock } from './clock.ts';
import { secondsToFire, secondsToTell } from './detection.ts';

const clock = { scrapeSeconds: 15, evaluationSeconds: 15, groupWaitSeconds: 5 };
const tier: BurnRateTier = {
  name: 'page',
  severity: 'critical',
  factor: 14.4,
  longWindow: '1h',
  shortWindow: '1m',
  hold: '15s',
  chanceOfFalse: 0.001,
  level: 'base',
};
const busy = { target: 0.999, requestsPerHour: 36_000 };

describe('secondsToFire', () => {
  it('counts scrapes until the long window is over its threshold, then the hold', () => {
    // 0.0144 x 3,600 = 51.84 s of failure: the 4th scrape. At 10 %: 518.4 s, the 35th. At 2 %: 2,592 s, the 173rd.
    expect(secondsToFire(tier, { ...busy, badRatio: 1 }, clock)).to.equal(60 + 15);
    expect(secondsToFire(tier, { ...busy, badRatio: 0.1 }, clock)).to.equal(525 + 15);
    expect(secondsToFire(tier, { ...busy, badRatio: 0.02 }, clock)).to.equal(2595 + 15);
  });

  it('waits for one scrape more where the ratio is only equal to the threshold', () => {
    // 0.06 x 21,600 / 0.1 = 12,960 s, just 864 scrapes: "over" is the 865th.
    const slow = { ...tier, factor: 6, longWindow: '6h', shortWindow: '30m' } as const;
    expect(secondsToFire(slow, { target: 0.99, requestsPerHour: 36_000, badRatio: 0.1 }, clock)).to.equal(
      12_975 + 15,
    );
  });

  it('waits for the floor where traffic is thin: five bad of 60 an hour take 5 minutes, at 10 % 50', () => {
    expect(secondsToFire(tier, { ...busy, requestsPerHour: 60, badRatio: 1 }, clock)).to.equal(300 + 15);
    expect(secondsToFire(tier, { ...busy, requestsPerHour: 60, badRatio: 0.1 }, clock)).to.equal(3000 + 15);
  });

  it('never fires at the threshold or below it, nor where the long window never holds five bad', () => {
    expect(secondsToFire(tier, { ...busy, badRatio: 0.0144 }, clock)).to.equal('never');
    expect(secondsToFire(tier, { ...busy, requestsPerHour: 4, badRatio: 1 }, clock)).to.equal('never');
    expect(secondsToFire(tier, { ...busy, requestsPerHour: 5, badRatio: 1 }, clock)).to.equal(3600 + 15);
  });

  it('asks the short window too', () => {
    // Short and long exchanged: now the "short" one needs the 51.84 s.
    const exchanged = { ...tier, longWindow: '1m', shortWindow: '1h' } as const;
    expect(secondsToFire(exchanged, { ...busy, badRatio: 1 }, clock)).to.equal(60 + 15);
  });

  it('rounds scrapes and hold up to evaluations', () => {
    // Seen at 60 s, looked at at 80 s; a hold of 15 s is over at the next look, 40 s later.
    const lazy = { ...clock, evaluationSeconds: 40 };
    expect(secondsToFire(tier, { ...busy, badRatio: 1 }, lazy)).to.equal(80 + 40);
  });
});

describe('secondsToTell', () => {
  it("adds Alertmanager's wait for the group", () => {
    expect(secondsToTell(tier, { ...busy, badRatio: 1 }, clock)).to.equal(80);
    expect(secondsToTell(tier, { ...busy, badRatio: 0.01 }, clock)).to.equal('never');
  });
});

describe('shippedClock', () => {
  it('is what the generated configurations say', () => {
    expect(shippedClock()).to.deep.equal(clock);
  });
});
