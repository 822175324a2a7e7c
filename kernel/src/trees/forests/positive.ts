/** What is known of a variance before it is estimated, in units of the noise in it. */
interface Prior {
  readonly mean: number;
  readonly variance: number;
}

/**
 * A variance that is known as the difference of `total` and `noise`, the first from that many `groups`: its posterior mean on
 * [0, infinity), given that the difference estimates it with standard error max(total, noise) sqrt(2 / groups). Without a
 * prior it is flat, as in grf: the difference itself where it is clear, and never negative.
 */
export function keepPositive(total: number, noise: number, groups: number, prior?: Prior): number {
  const stdError = Math.max(total, noise) * Math.sqrt(2 / groups);
  if (stdError === 0) return 0;
  let mean = total - noise;
  let variance = stdError * stdError;
  if (prior && noise > 0) {
    const before = Math.max(prior.variance, 1e-6) * noise * noise;
    const share = before / (before + variance);
    mean = share * mean + (1 - share) * prior.mean * noise;
    variance *= share;
  }
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
