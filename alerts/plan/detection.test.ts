import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { BurnRateTier } from '../burn-rate.ts';
import { desk } from '../catalog/desk.ts';
import { selector } from '../promql.ts';
import { courseOf } from './clock.ts';
import { secondsToFire } from './detection.ts';

const course = { stepSeconds: 15, lateSeconds: 15 };
const tier: BurnRateTier = {
  name: 'page',
  severity: 'critical',
  factor: 14.4,
  longWindow: '1h',
  shortWindow: '1m',
  hold: '15s',
  chanceOfFalse: 0.003,
  level: 'base',
};
const busy = { target: 0.999, eventsPerHour: 3_600_000 };

describe('secondsToFire', () => {
  it('counts evaluations until the long window is over its threshold, one of them late, then the hold', () => {
    // 0.0144 x 3,600 = 51.84 s of failure: the 4th scrape. At 10 %: 518.4 s, the 35th. At 2 %: 2,592 s, the 173rd.
    expect(secondsToFire(tier, { ...busy, badRatio: 1 }, course)).to.equal(60 + 15 + 15);
    expect(secondsToFire(tier, { ...busy, badRatio: 0.1 }, course)).to.equal(525 + 15 + 15);
    expect(secondsToFire(tier, { ...busy, badRatio: 0.02 }, course)).to.equal(2595 + 15 + 15);
  });

  it('waits for one evaluation more where the ratio is only equal to the threshold', () => {
    // 0.06 x 21,600 / 0.1 = 12,960 s, just 864 scrapes: "over" is the 865th.
    const slow = { ...tier, factor: 6, longWindow: '6h', shortWindow: '30m' } as const;
    expect(secondsToFire(slow, { ...busy, target: 0.99, badRatio: 0.1 }, course)).to.equal(12_975 + 15 + 15);
  });

  it('waits for the guard where traffic is thin, and for the floor where a share so large surprises at once', () => {
    // 240 an hour, one a scrape, 0.06 failing clients expected: two are no surprise, 2 x ln(2 / 0.06) - 2 + 0.06 = 5.1 is
    // not over ln(1 / 0.003) = 5.8; three are, and the 9th failure is the first that takes three.
    expect(secondsToFire(tier, { ...busy, eventsPerHour: 240, badRatio: 1 }, course)).to.equal(135 + 15 + 15);
    const unguarded = { ...tier, chanceOfFalse: 1 };
    expect(secondsToFire(unguarded, { ...busy, eventsPerHour: 240, badRatio: 1 }, course)).to.equal(
      75 + 15 + 15,
    );
  });

  it('lets a share be enough where the factor asks for more', () => {
    const now = { ...tier, factor: 100, longWindow: '2m' } as const;
    const capped = { ...now, enough: { badRatio: 0.2, leastFactor: 14.4 } };
    const incident = { ...busy, target: 0.99, badRatio: 0.5 };
    expect(secondsToFire(now, incident, course)).to.equal('never');
    // 0.2 x 120 / 0.5 = 48 s: the 4th scrape; 0.2 x 60 / 0.5 of the short window are sooner.
    expect(secondsToFire(capped, incident, course)).to.equal(60 + 15 + 15);
  });

  it('never fires at the threshold or below it, nor where the long window never holds enough', () => {
    expect(secondsToFire(tier, { ...busy, badRatio: 0.0144 }, course)).to.equal('never');
    expect(secondsToFire(tier, { ...busy, eventsPerHour: 4, badRatio: 1 }, course)).to.equal('never');
  });

  it('asks the short window too', () => {
    // Short and long exchanged: now the "short" one needs the 51.84 s.
    const exchanged = { ...tier, longWindow: '1m', shortWindow: '1h' } as const;
    expect(secondsToFire(exchanged, { ...busy, badRatio: 1 }, course)).to.equal(60 + 15 + 15);
  });

  it('rounds what it sees and the hold up to evaluations', () => {
    // 51.84 s and 15 s late: the second look at 80 s; a hold of 15 s is over at the next, 40 s later.
    expect(secondsToFire(tier, { ...busy, badRatio: 1 }, { stepSeconds: 40, lateSeconds: 15 })).to.equal(
      80 + 40,
    );
  });
});

describe('courseOf', () => {
  const [availability] = desk.objectives;

  it('looks at short windows with every scrape of the service and at long ones every five minutes', () => {
    const slowly = { ...desk, scrape: { interval: '30s', timeout: '10s' } } as const;
    expect(courseOf(desk, availability, tier)).to.deep.equal({ stepSeconds: 15, lateSeconds: 15 });
    expect(courseOf(slowly, availability, tier)).to.deep.equal({ stepSeconds: 30, lateSeconds: 30 });
    expect(courseOf(slowly, availability, { ...tier, level: 'long' })).to.deep.equal({
      stepSeconds: 300,
      lateSeconds: 30,
    });
  });

  it('reads a probe as it stands', () => {
    const probe = { ...availability, events: { success: selector('probe_success', {}) } } as const;
    expect(courseOf(desk, probe, tier).lateSeconds).to.equal(0);
  });
});
