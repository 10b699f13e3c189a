import { expect } from 'chai';
import { describe, it } from 'mocha';
import { evaluateRules } from './evaluate.ts';
import type { RequestStream } from './request-stream.ts';
import type { RuleSet, SimulatedTier } from './rule-set.ts';

/** Scrapes 5 s after each evaluation, so that an evaluation sees the scrape 10 s before it. */
const firstScrapeSeconds = 5;
const phases = { base: 0, slower: 0, alertLag: 0 };

const tier: SimulatedTier = {
  alert: 'page',
  severity: 'critical',
  thresholdRatio: 0.1,
  longSeconds: 300,
  shortSeconds: 60,
  holdSeconds: 0,
  keepFiringSeconds: 0,
  evaluationSeconds: 15,
};

const exact: RuleSet = {
  name: 'exact',
  reads: 'exact',
  latenessSeconds: 5,
  countsEverySeconds: 15,
  hasAlertsApart: false,
  tiers: [tier],
};

describe('when a tier fires', () => {
  it('is the first evaluation at which both windows are over the threshold, to that at which one is not', () => {
    // One request a scrape; scrapes 40 to 49 fail. The long window is over 10 % with the third of them.
    expect(evaluateRules(exact, failingFrom(40, 50), phases, 300)).to.deep.equal([
      { tier, start: at(42), end: at(53) },
    ]);
  });

  it('waits for its hold, and starts anew where the condition breaks', () => {
    const held = { ...tier, holdSeconds: 60 };
    const [firing] = evaluateRules({ ...exact, tiers: [held] }, failingFrom(40, 50), phases, 300);
    expect(firing?.start).to.equal(at(46));
    const longer = { ...tier, holdSeconds: 300 };
    expect(evaluateRules({ ...exact, tiers: [longer] }, failingFrom(40, 50), phases, 300)).to.deep.equal([]);
  });

  it('goes on for as long as it is kept firing', () => {
    const kept = { ...tier, keepFiringSeconds: 60 };
    const [firing] = evaluateRules({ ...exact, tiers: [kept] }, failingFrom(40, 50), phases, 300);
    expect(firing?.end).to.equal(at(57));
  });

  it('is later by what alerts in a group of their own are behind', () => {
    const apart = { ...exact, hasAlertsApart: true };
    const [firing] = evaluateRules(apart, failingFrom(40, 50), { ...phases, alertLag: 0.4 }, 300);
    expect(firing?.start).to.equal(at(42) + 6);
  });

  it('is never where the counts are not significant, or where there is no request', () => {
    const guarded = { ...tier, isSignificant: (bad: number) => bad >= 11 };
    expect(evaluateRules({ ...exact, tiers: [guarded] }, failingFrom(40, 50), phases, 300)).to.deep.equal([]);
    const idle = { firstScrapeSeconds, bad: new Int32Array(100), good: new Int32Array(100) };
    expect(
      evaluateRules(exact, { ...idle, firstFailureSeconds: Number.POSITIVE_INFINITY }, phases, 300),
    ).to.deep.equal([]);
  });

  it('is one scrape later for rate(), which sees no increase before the first of its samples', () => {
    const rate: RuleSet = { ...exact, reads: 'rate', latenessSeconds: 0 };
    const failing = failingFrom(40, 50);
    // 19 increases in 20 samples: two of them are 10.5 %.
    expect(evaluateRules(rate, failing, phases, 300)[0]?.start).to.equal(at(41));
    const short = { ...tier, longSeconds: 60 };
    // The last failure is at scrape 49; 45 s later its sample is the first of the window.
    expect(evaluateRules({ ...rate, tiers: [short] }, failing, phases, 300)[0]?.end).to.equal(at(52));
  });
});

/** The evaluation that is the first to see this scrape. */
function at(scrape: number): number {
  return (scrape + 1) * 15;
}

function failingFrom(first: number, end: number): RequestStream {
  const failures = (scrape: number): number => Math.min(Math.max(scrape - first + 1, 0), end - first);
  return {
    firstScrapeSeconds,
    bad: Int32Array.from({ length: 100 }, (_, scrape) => failures(scrape)),
    // Far from zero, where rate() would clamp.
    good: Int32Array.from({ length: 100 }, (_, scrape) => 1000 + scrape + 1 - failures(scrape)),
    firstFailureSeconds: firstScrapeSeconds + first * 15,
  };
}
