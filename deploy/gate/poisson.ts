/** P(X >= count) for X ~ Poisson(mean): 1 - e^-mean * (sum of mean^k / k! for k < count). */
export function poissonTail(count: number, mean: number): number {
  if (mean <= 0) return count > 0 ? 0 : 1;
  let below = 0;
  // Terms as logarithms: mean^k and k! alone overflow where their ratio is small.
  let logTerm = -mean;
  for (let k = 0; k < count; k += 1) {
    below += Math.exp(logTerm);
    logTerm += Math.log(mean) - Math.log(k + 1);
  }
  return Math.max(0, 1 - below);
}
