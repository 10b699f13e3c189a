/**
 * Could chance explain so many bad events? The guard that every burn-rate alert asks.
 *
 * A service that just meets its objective has lambda = total x (1 - target) bad events in a window of `total` events on
 * average. Chernoff's bound says how unlikely more of them are, for independent events of any mix of probabilities:
 *
 *   P(bad >= b) <= exp(-lambda) x (e x lambda / b)^b     for b > lambda
 *
 * (M. Mitzenmacher, E. Upfal, Probability and Computing, theorem 5.4 for the Poisson and 4.4 for the binomial
 * distribution.) So when  b x ln(b / lambda) - b + lambda > ln(1 / p), such a window comes by chance in at most a
 * share p of all windows. It is exact enough to use at two events and at two million, and needs only `ln`, which every
 * PromQL engine has. An exact binomial tail would ask for sums that PromQL cannot write.
 *
 * Real failures are not independent: a client that fails tries again at once, so they come in clusters of r. Then it is
 * b / r clusters that surprise where lambda / r were expected, and the same inequality reads ... > r x ln(1 / p).
 * `npm run bench:pages` measures what both kinds of nights do to it.
 * No bad event makes 0 x ln 0, which is NaN and compares false, as it should.
 */
import { binary, call, type Expr, number } from './promql.ts';

/** True series where chance explains `bad` of `total` in at most a share `chance` (0 to 1) of all windows. */
export function isBeyondChance(bad: Expr, total: Expr, target: number, chance: number): Expr {
  const expected = binary(total, '*', number(budgetRatio(target)));
  const surprise = binary(
    binary(binary(bad, '*', call('ln', binary(bad, '/', expected))), '-', bad),
    '+',
    expected,
  );
  return binary(surprise, '>', number(surpriseNeeded(chance)));
}

/** One request and the three attempts that many clients and proxies make after it. */
export const failuresPerClient = 4;

/** What the left side of the comparison has to exceed, as it is written in a rule. */
export function surpriseNeeded(chance: number): number {
  return Number((failuresPerClient * Math.log(1 / chance)).toPrecision(6));
}

/** The left side of the comparison for given counts: the guard's own arithmetic, for planner and simulation. */
export function surpriseOf(bad: number, total: number, target: number): number {
  const expected = total * budgetRatio(target);
  return bad * Math.log(bad / expected) - bad + expected;
}

/** The share of events that may be bad. Rounded: 1 - 0.999 is not 0.001 in floating point. */
export function budgetRatio(target: number): number {
  return Number((1 - target).toPrecision(12));
}
