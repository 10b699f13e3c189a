import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type BurnRateTier, burnRateTiers } from '../burn-rate.ts';
import { durationSeconds } from '../duration.ts';
import { failuresPerClient } from '../significance.ts';
import { isLongEnough, isOver } from './burn-condition.ts';
import { falseAlertsAMonth } from './false-pages.ts';

const byName = (name: string): BurnRateTier => {
  const tier = burnRateTiers.find((candidate) => candidate.name === name);
  if (tier === undefined) throw new Error(`no tier ${name}`);
  return tier;
};

describe('falseAlertsAMonth', () => {
  it('is the clusters that find others in the long window, where floor and guard decide', () => {
    // 60 an hour at 99.9 %: 0.03 bad an hour in clusters of 4, 5.4 clusters a month; 0.045 in 6 h, 0.00375 of them in the
    // last 30 min. Two clusters are no surprise where 0.09 are allowed, 2 x ln(2 / 0.09) - 2 + 0.09 = 4.3 is not over
    // ln(1 / 0.003) = 5.8; it takes three: 3 x ln(3 / 0.09) - 3 + 0.09 = 7.6.
    const tail = (mean: number, least: number): number =>
      1 - Array.from({ length: least }, (_, k) => term(mean, k)).reduce((sum, p) => sum + p, 0);
    const [short, rest] = [0.00375, 0.04125];
    const isTrue = [1, 2].reduce((sum, k) => sum + term(short, k) * tail(rest, 3 - k), tail(short, 3));
    expect(falseAlertsAMonth(byName('page-slow'), { target: 0.999, eventsPerHour: 60 })).to.be.closeTo(
      5.4 * (tail(0.045, 2) - isTrue),
      1e-5,
    );
  });

  it('says nothing smaller than a millionth', () => {
    expect(falseAlertsAMonth(byName('page-now'), { target: 0.999, eventsPerHour: 1 })).to.be.below(1e-6);
  });

  it('is nothing for a tier that cannot fire, and takes no time for any traffic', () => {
    expect(falseAlertsAMonth(byName('page-fast'), { target: 0.9, eventsPerHour: 600 })).to.equal(0);
    expect(falseAlertsAMonth(byName('ticket-slow'), { target: 0.999, eventsPerHour: 1e8 })).to.equal(0);
  });

  it('is not less than what a seeded simulation of 60 months sees', function () {
    this.timeout(60_000);
    for (const [name, requestsPerHour] of [
      ['ticket-slow', 60],
      ['page-slow', 60],
      ['page-fast', 600],
    ] as const) {
      const months = 60;
      const fired = simulate(byName(name), 0.999, requestsPerHour, months);
      const bound = falseAlertsAMonth(byName(name), { target: 0.999, eventsPerHour: requestsPerHour });
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

/** Firing alerts among random requests of half the budget in errors, four at once, looked at every minute. */
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
  let firing = 0;
  let heldSteps = 0;
  for (let step = 0; step < steps; step += 1) {
    bad[step] = failuresPerClient * poisson(random, (meanTotal * (1 - target)) / 2 / failuresPerClient);
    total[step] = bad[step]! + poisson(random, (meanTotal * (1 + target)) / 2);
    sums.badLong += bad[step]! - (bad[step - long!] ?? 0);
    sums.totalLong += total[step]! - (total[step - long!] ?? 0);
    sums.badShort += bad[step]! - (bad[step - short!] ?? 0);
    sums.totalShort += total[step]! - (total[step - short!] ?? 0);
    const isTrue =
      step > long! &&
      isLongEnough({ bad: sums.badLong, total: sums.totalLong }, tier, target) &&
      isOver({ bad: sums.badShort, total: sums.totalShort }, tier, target);
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
