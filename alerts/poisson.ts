/**
 * The Poisson distribution, in logarithms so that a mean of millions neither overflows nor underflows.
 * Abramowitz and Stegun, 26.1.22, and 6.1.41 for the factorial.
 */

/** P(N = count). */
export function poissonProbability(mean: number, count: number): number {
  if (mean === 0) return count === 0 ? 1 : 0;
  return count < 0 ? 0 : Math.exp(count * Math.log(mean) - mean - logFactorial(count));
}

/** P(N >= count), summed from `count` away from the mean, where terms only shrink. */
export function poissonTail(mean: number, count: number): number {
  if (count <= 0) return 1;
  return count > mean ? sumTerms(mean, count, 1) : 1 - sumTerms(mean, count - 1, -1);
}

function sumTerms(mean: number, from: number, direction: 1 | -1): number {
  let sum = 0;
  let term = poissonProbability(mean, from);
  for (let count = from; count >= 0 && term > sum * Number.EPSILON; count += direction) {
    sum += term;
    term *= direction === 1 ? mean / (count + 1) : count / mean;
  }
  return sum;
}

function logFactorial(count: number): number {
  if (count < exactLogFactorials.length) return exactLogFactorials[count] ?? 0;
  const inverse = 1 / count;
  // Stirling's series; at 32 the next term is below 1e-13.
  const correction = inverse / 12 - inverse ** 3 / 360 + inverse ** 5 / 1260;
  return (count + 0.5) * Math.log(count) - count + 0.5 * Math.log(2 * Math.PI) + correction;
}

const exactLogFactorials = Array.from({ length: 32 }, (_, count) =>
  Array.from({ length: count }, (_, index) => Math.log(index + 1)).reduce((sum, log) => sum + log, 0),
);
