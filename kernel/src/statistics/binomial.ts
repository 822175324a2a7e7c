import { power } from './power.js';

/** Smallest `k` with `P(X <= k) >= probability` for X binomial of `n` trials. */
export function binomialQuantile(probability: number, n: number, chance: number): number {
  let mass = power(1 - chance, n);
  let total = mass;
  let k = 0;
  while (total < probability && k < n) {
    mass *= ((n - k) / (k + 1)) * (chance / (1 - chance));
    total += mass;
    k++;
  }
  return k;
}

/** `P(X >= k)` for X binomial of `n` trials, of which each succeeds with probability `chance` (above 0 and below 1). */
export function binomialUpperTail(k: number, n: number, chance: number): number {
  let logMass = n * Math.log(chance);
  let total = 0;
  for (let j = n; j >= k; j--) {
    total += Math.exp(logMass);
    logMass += Math.log(j / (n - j + 1)) + Math.log((1 - chance) / chance);
  }
  return Math.min(1, total);
}
