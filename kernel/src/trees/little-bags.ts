/**
 * Sums over the trees and groups of trees ("little bags") that speak for one row, enough for its effect and variance.
 * Trees of a group share one half-sample of the data: the variance between groups is that of the sampling of rows, once
 * the noise of few trees per group is taken off (Athey, Tibshirani & Wager 2019, section 4; Sexton & Laake 2009).
 *
 * A tree says a = mean of w y and h = mean of w^2 in the row's leaf. The squares of psi = a - effect h are kept as the
 * sums of a a, a h and h h, so that the effect need not be known before the last tree.
 */
export class LittleBags {
  private static readonly width = 8;
  private readonly sums: Float64Array;
  private readonly groups: Int32Array;

  constructor(
    rows: number,
    private readonly groupSize: number,
  ) {
    this.sums = new Float64Array(rows * LittleBags.width);
    this.groups = new Int32Array(rows);
  }

  /** Adds what one group says of a row: `a` and `h` of each of its trees. */
  addGroup(row: number, a: Float64Array, h: Float64Array): void {
    const { sums, groupSize } = this;
    const at = row * LittleBags.width;
    let groupA = 0;
    let groupH = 0;
    for (let i = 0; i < groupSize; i++) {
      groupA += a[i];
      groupH += h[i];
      sums[at + 5] += a[i] * a[i];
      sums[at + 6] += a[i] * h[i];
      sums[at + 7] += h[i] * h[i];
    }
    groupA /= groupSize;
    groupH /= groupSize;
    sums[at] += groupA;
    sums[at + 1] += groupH;
    sums[at + 2] += groupA * groupA;
    sums[at + 3] += groupA * groupH;
    sums[at + 4] += groupH * groupH;
    this.groups[row]++;
  }

  /** Forest-weighted effect of a row: sum of alpha w y over sum of alpha w^2; `fallback` where no tree has information. */
  effect(row: number, fallback: number): number {
    const at = row * LittleBags.width;
    return this.sums[at + 1] > 0 ? this.sums[at] / this.sums[at + 1] : fallback;
  }

  /** Sampling variance of the row's effect by the delta method; NaN with fewer than two groups or no information. */
  variance(row: number): number {
    const at = row * LittleBags.width;
    const { sums, groupSize } = this;
    const groups = this.groups[row];
    const information = sums[at + 1] / groups;
    if (groups < 2 || !(information > 0)) return Number.NaN;
    const effect = sums[at] / sums[at + 1];
    const square = (first: number): number =>
      Math.max(0, sums[first] - 2 * effect * sums[first + 1] + effect * effect * sums[first + 2]);
    const between = square(at + 2) / groups;
    const perTree = square(at + 5) / (groups * groupSize);
    const noise = groupSize > 1 ? Math.max(0, perTree - between) / (groupSize - 1) : 0;
    return keepPositive(between, noise, groups) / (information * information);
  }
}

/**
 * Posterior mean of the variance between groups under a flat prior on [0, infinity), given that `between` - `noise`
 * estimates it with standard error max(between, noise) sqrt(2 / groups): the difference itself where it is clear, and
 * never negative (the debiasing of grf).
 */
function keepPositive(between: number, noise: number, groups: number): number {
  const stdError = Math.max(between, noise) * Math.sqrt(2 / groups);
  if (stdError === 0) return 0;
  const difference = between - noise;
  return difference + stdError * inverseMills(difference / stdError);
}

/** phi(x) / Phi(x) of the standard normal, for x from -40 to any; Phi by the continued fraction or series of erf. */
function inverseMills(x: number): number {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
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
  return x > 8 ? density : density / (0.5 + density * sum);
}
