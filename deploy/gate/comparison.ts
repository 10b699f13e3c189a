/** Whether one release is worse than another beyond chance. */
import type { Count } from '../../alerts/firing-clauses.ts';

/**
 * If both failed at the same rate, each of the bad events would have fallen to `one` with its share of all requests, so
 * that its number follows the binomial distribution: the exact conditional test of two Poisson rates (J. Przyborowski,
 * H. Wilenski, Homogeneity of results in testing samples from Poisson series, Biometrika 31, 1940). True when it would
 * be as large in less than a share `chance` (0 to 1) of all cases.
 */
export function isWorse(one: Count, other: Count, chance: number): boolean {
  const share = one.total / (one.total + other.total);
  return one.bad > 0 && binomialTail(one.bad + other.bad, share, one.bad) < chance;
}

/** P(N >= count) of `trials` with probability `share` each, summed in logarithms so that thousands do not underflow. */
function binomialTail(trials: number, share: number, count: number): number {
  if (share >= 1) return 1;
  let logTerm = trials * Math.log(1 - share);
  let sum = count === 0 ? Math.exp(logTerm) : 0;
  for (let successes = 1; successes <= trials; successes += 1) {
    logTerm += Math.log((trials - successes + 1) / successes) + Math.log(share / (1 - share));
    if (successes >= count) sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
