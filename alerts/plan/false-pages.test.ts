import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type BurnRateTier, badRatioThreshold, burnRateTiers, minimumBadEvents } from '../burn-rate.ts';
import { durationSeconds } from '../duration.ts';
import { falseAlertsAMonth } from './false-pages.ts';

const byName = (name: string): BurnRateTier => {
  const tier = burnRateTiers.find((candidate) => candidate.name === name);
  if (tier === undefined) throw new Error(`no tier ${name}`);
  return tier;
};

describe('falseAlertsAMonth', () => {
  it('is the arrivals that find four others in the long window, where the floor decides', () => {
    // 1 an hour at 99.9 %: m = 0.0005 an hour, 0.36 a month; in 6 h a mean of 0.003. The 30 min rule needs one bad, which
    // the fifth is itself: 0.36 x [ P(N >= 4) - P(N >= 5, one of them in 30 min) ] = 0.36 x 0.003^4/24 x e^-0.003 (1.2e-12),
    // and good ones leave without effect.
    const expected = ((0.36 * 0.003 ** 4) / 24) * Math.exp(-0.003);
    const found = falseAlertsAMonth(byName('page-slow'), { target: 0.999, requestsPerHour: 1 });
    // Below a millionth the cruder bound is given: every request instead of the bad ones, at least as large.
    expect(found).to.be.within(expected, 1e-6);
    // 60 an hour: m = 0.03 an hour, 21.6 a month; a mean of 0.18 in 6 h; s = 1, l = 5.
    const tail = (mean: number, least: number): number =>
      1 - Array.from({ length: least }, (_, k) => term(mean, k)).reduce((sum, p) => sum + p, 0);
    const [short, rest] = [0.015, 0.165];
    const isTrue = [1, 2, 3, 4].reduce((sum, k) => sum + term(short, k) * tail(rest, 5 - k), tail(short, 5));
    expect(falseAlertsAMonth(byName('page-slow'), { target: 0.999, requestsPerHour: 60 })).to.be.closeTo(
      21.6 * (tail(0.18, 4) - isTrue),
      1e-5,
    );
  });

  it('shrinks with traffic once the ratio decides, and takes no time for any traffic', () => {
    const at = (requestsPerHour: number): number =>
      falseAlertsAMonth(byName('ticket-slow'), { target: 0.999, requestsPerHour });
    expect(at(60)).to.be.greaterThan(at(600));
    expect(at(600)).to.be.greaterThan(at(6000));
    expect(at(1e8)).to.equal(0);
  });

  it('is not less than what a seeded simulation of 60 months sees', function () {
    this.timeout(60_000);
    for (const [name, requestsPerHour] of [
      ['ticket-slow', 60],
      ['ticket-fast', 60],
      ['ticket-slow', 600],
      ['page-slow', 60],
    ] as const) {
      const months = 60;
      const fired = simulate(byName(name), 0.999, requestsPerHour, months);
      const bound = falseAlertsAMonth(byName(name), { target: 0.999, requestsPerHour });
      // Three standard deviations of a count whose mean is the bound.
      const what = `${name} at ${requestsPerHour}: ${fired} in ${months} months, bound ${bound}`;
      expect(fired, what).to.be.at.most(bound * months + 3 * Math.sqrt(bound * months) + 0.5);
    }
  });
});

function term(mean: number, count: number): number {
  const factorial = Array.from({ length: count }, (_, index) => index + 1).reduce((a, b) => a * b, 1);
  return (Math.exp(-mean) * mean ** count) / factorial;
}

/** Firing alerts among random requests of half the budget in errors, looked at every minute. */
function simulate(tier: BurnRateTier, target: number, requestsPerHour: number, months: number): number {
  const random = seeded(7);
  const stepSeconds = 60;
  const steps = (months * 30 * 86_400) / stepSeconds;
  const [long, short, hold] = [tier.longWindow, tier.shortWindow, tier.hold].map(
    (window) => durationSeconds(window) / stepSeconds,
  );
  const bad = new Uint16Array(steps);
  const total = new Uint16Array(steps);
  const meanTotal = (requestsPerHour * stepSeconds) / 3600;
  const sums = { badLong: 0, totalLong: 0, badShort: 0, totalShort: 0 };
  const threshold = badRatioThreshold(target, tier);
  let firing = 0;
  let heldSteps = 0;
  for (let step = 0; step < steps; step += 1) {
    bad[step] = poisson(random, (meanTotal * (1 - target)) / 2);
    total[step] = bad[step]! + poisson(random, (meanTotal * (1 + target)) / 2);
    sums.badLong += bad[step]! - (bad[step - long!] ?? 0);
    sums.totalLong += total[step]! - (total[step - long!] ?? 0);
    sums.badShort += bad[step]! - (bad[step - short!] ?? 0);
    sums.totalShort += total[step]! - (total[step - short!] ?? 0);
    const isTrue =
      step > long! &&
      sums.badLong >= minimumBadEvents &&
      sums.badLong / sums.totalLong > threshold &&
      sums.badShort / sums.totalShort > threshold;
    heldSteps = isTrue ? heldSteps + 1 : 0;
    if (heldSteps === Math.ceil(hold!) + 1) firing += 1;
  }
  return firing;
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function poisson(random: () => number, mean: number): number {
  const drawn = random();
  let count = 0;
  let probability = Math.exp(-mean);
  for (let sum = probability; drawn > sum && count < 1000; sum += probability) {
    count += 1;
    probability *= mean / count;
  }
  return count;
}
