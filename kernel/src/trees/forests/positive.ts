/** What is known of a variance before it is estimated, in units of the noise in it. */
interface Prior {
  readonly mean: number;
  readonly variance: number;
}

/** Spread of a prior at least, as a share of its mean. */
const leastSpread = 0.1;

/**
 * Variance of the difference `total` - `noise` as an estimate: of the variance between that many groups, and of the part of
 * it that is the noise of their `groupSize` trees, which is judged by the differences within groups.
 */
export function errorOfDifference(total: number, noise: number, groups: number, groupSize: number): number {
  return (2 / groups) * (Math.max(total, noise) ** 2 + noise ** 2 / (groupSize - 1));
}

/**
 * A variance that is known as the difference of `total` and `noise`, with the variance `error`: its posterior mean on [0, infinity).
 * Without a prior that is flat, as in grf: the difference itself where it is clear, and never negative.
 */
export function keepPositive(total: number, noise: number, error: number, prior?: Prior): number {
  let mean = total - noise;
  let variance = error;
  if (!(variance > 0)) return Math.max(0, mean);
  if (prior && noise > 0) {
    const before = Math.max(prior.variance, (leastSpread * prior.mean) ** 2) * noise * noise;
    const share = before / (before + variance);
    mean = share * mean + (1 - share) * prior.mean * noise;
    variance *= share;
  }
  if (!(variance > 0)) return Math.max(0, mean);
  const scale = Math.sqrt(variance);
  return mean + scale * inverseMills(mean / scale);
}

/** phi(x) / Phi(x) of the standard normal, for x from -40 to any; Phi by the continued fraction or series of erf. */
function inverseMills(x: number): number {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (x > 8) return density;
  if (x < -3) {
    let fraction = 0;
    for (let k = 60; k >= 1; k--) fraction = k / (-x + fraction);
    return -x + fraction;
  }
  let term = x;
  let sum = x;
  for (let k = 1; k < 200 && Math.abs(term) > 1e-17; k++) {
    term *= (x * x) / (2 * k + 1);
    sum += term;
  }
  return density / (0.5 + density * sum);
}
