/**
 * Could chance explain so many bad events? The guard that every burn-rate alert asks.
 *
 * Failures are not independent: a client that fails tries again at once, so what comes by chance are failing clients, with
 * up to r failures each. A service that just meets its objective has mu = total x (1 - target) / r of them in a window of
 * `total` events on average, and `bad` failures are k = ceil(bad / r) of them at least. Chernoff's bound says how unlikely
 * so many are, for independent clients of any mix of probabilities:
 *
 *   P(clients >= k) <= exp(-mu) x (e x mu / k)^k     for k > mu
 *
 * (M. Mitzenmacher, E. Upfal, Probability and Computing, theorem 5.4 for the Poisson and 4.4 for the binomial
 * distribution.) So when  k x ln(k / mu) - k + mu > ln(1 / p), such a window comes by chance in at most a share p of all
 * windows. It is exact enough to use for two clients and for two million, and needs only `ln` and `ceil`, which every PromQL
 * engine has; an exact binomial tail would ask for sums that PromQL cannot write. `npm run bench:pages` measures what
 * lonely and clustered failures do to it.
 *
 * No bad event makes 0 x ln 0, which is NaN and compares false, as it should.
 */
import { binary, call, type Expr, number } from './promql.ts';

/** One request and the three attempts that many clients and proxies make after it. */
export const failuresPerClient = 4;

/** True series where chance explains `bad` of `total` in at most a share `chance` (0 to 1) of all windows. */
export function isBeyondChance(bad: Expr, total: Expr, target: number, chance: number): Expr {
  const clients = call('ceil', binary(bad, '/', number(failuresPerClient)));
  const expected = binary(total, '*', number(clientBudget(target)));
  const surprise = binary(
    binary(binary(clients, '*', call('ln', binary(clients, '/', expected))), '-', clients),
    '+',
    expected,
  );
  return binary(surprise, '>', number(surpriseNeeded(chance)));
}

/** ln(1 / chance), as it is written in a rule. */
export function surpriseNeeded(chance: number): number {
  return Number(Math.log(1 / chance).toPrecision(6));
}

/** The left side of the comparison for given counts: the guard's own arithmetic, for planner and simulation. */
export function surpriseOf(bad: number, total: number, target: number): number {
  const clients = Math.ceil(bad / failuresPerClient);
  const expected = total * clientBudget(target);
  return clients * Math.log(clients / expected) - clients + expected;
}

/**
 * The fewest bad events above `bad` that chance does not explain. `bad` is more than the budget allows: from there on
 * each one more is a greater surprise, so that the number is found by halves, however many events there are.
 */
export function fewestBeyondChance(bad: number, total: number, target: number, chance: number): number {
  const needed = surpriseNeeded(chance);
  let explained = bad;
  let reach = 1;
  while (surpriseOf(explained + reach, total, target) <= needed) {
    explained += reach;
    reach *= 2;
  }
  let beyond = explained + reach;
  while (beyond - explained > 1) {
    const middle = explained + Math.floor((beyond - explained) / 2);
    if (surpriseOf(middle, total, target) <= needed) explained = middle;
    else beyond = middle;
  }
  return beyond;
}

function clientBudget(target: number): number {
  return Number((budgetRatio(target) / failuresPerClient).toPrecision(12));
}

/** The share of events that may be bad. Rounded to what a target can say: 1 - 0.99999 is 0.000010000000000010001. */
export function budgetRatio(target: number): number {
  return Number((1 - target).toFixed(12));
}
