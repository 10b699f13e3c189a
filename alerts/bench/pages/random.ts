/** Random numbers that are the same for the same seed, on every machine. */
import { createHash } from 'node:crypto';

export interface Random {
  /** Uniform, 0 included and 1 not, in steps of 2^-32. */
  next(): number;
}

/** A generator of its own for each key, so that a row gives the same numbers whichever rows are run beside it. */
export function seededRandom(seed: number, ...key: readonly (string | number)[]): Random {
  const digest = createHash('sha256')
    .update([seed, ...key].join('/'))
    .digest();
  let a = digest.readInt32LE(0);
  let b = digest.readInt32LE(4);
  let c = digest.readInt32LE(8);
  let counter = digest.readInt32LE(12);
  return {
    // sfc32 of Chris Doty-Humphrey's PractRand, https://pracrand.sourceforge.net/
    next() {
      const sum = (((a + b) | 0) + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = ((c << 21) | (c >>> 11)) + sum;
      return (sum >>> 0) / 2 ** 32;
    },
  };
}

/** Time to the next event of a Poisson process, in the unit of 1 / rate. */
export function exponential(random: Random, rate: number): number {
  return -Math.log(1 - random.next()) / rate;
}

/**
 * Draws Poisson counts of one mean by inversion, in constant time: a guide table says where in the cumulative
 * distribution to begin. L. Devroye, Non-Uniform Random Variate Generation (1986), III.2.4.
 */
export function poissonSampler(mean: number): (random: Random) => number {
  const cumulative = cumulativePoisson(mean);
  const guide = new Int32Array(1024);
  for (let slot = 0, count = 0; slot < guide.length; slot += 1) {
    while ((cumulative[count] ?? 1) <= slot / guide.length) count += 1;
    guide[slot] = count;
  }
  return (random) => {
    const uniform = random.next();
    let count = guide[Math.floor(uniform * guide.length)] ?? 0;
    while ((cumulative[count] ?? 1) <= uniform) count += 1;
    return count;
  };
}

function cumulativePoisson(mean: number): Float64Array {
  const cumulative = new Float64Array(Math.ceil(mean + 12 * Math.sqrt(mean) + 20));
  let probability = Math.exp(-mean);
  let sum = 0;
  for (let count = 0; count < cumulative.length; count += 1) {
    sum += probability;
    cumulative[count] = sum;
    probability *= mean / (count + 1);
  }
  return cumulative;
}
