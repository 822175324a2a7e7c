/** Smallest `k` with `P(X <= k) >= probability` for X binomial of `n` trials. */
export function binomialQuantile(probability: number, n: number, chance: number): number {
  let mass = (1 - chance) ** n;
  let total = mass;
  let k = 0;
  while (total < probability && k < n) {
    mass *= ((n - k) / (k + 1)) * (chance / (1 - chance));
    total += mass;
    k++;
  }
  return k;
}
