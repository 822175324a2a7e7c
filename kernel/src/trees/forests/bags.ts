import type { Estimates, NoiseRatio } from './forest.js';
import { type LinearMoment, MomentSolver, momentWidth, placeOfH } from './moment.js';
import { errorOfDifference, keepPositive } from './positive.js';

/**
 * Sums over the trees that speak for one row, enough for its parameters and their covariances ("bootstrap of little bags",
 * Athey, Tibshirani & Wager 2019, section 4; Sexton & Laake 2009). Trees of a group share one half-sample of the data: the
 * variance between groups is that of the sampling of rows, once the noise of few trees a group is taken off.
 *
 * A tree says V numbers v: a - h centre, and h, of the row's leaf, with a centre common to all rows so that nothing cancels.
 * Kept are, as doubles: the sum over groups of their mean v; of the products of that mean with itself (lower triangle); the
 * products of every tree's v; and the number of groups. As psi = a - h theta is linear in v, its products follow from these
 * for any theta: it need not be known before the last tree.
 */
export class BagReader {
  /** Doubles that a row takes. */
  readonly length: number;
  private readonly width: number;
  private readonly triangle: number;
  private readonly solver: MomentSolver;
  private readonly theta: Float64Array;
  /** psi = map v: K x V. */
  private readonly map: Float64Array;
  private readonly between: Float64Array;
  private readonly perTree: Float64Array;
  private groups = 0;

  constructor(
    private readonly moment: LinearMoment,
    private readonly centre: ArrayLike<number>,
    readonly groupSize: number,
  ) {
    const { parameters: k } = moment;
    this.width = momentWidth(moment);
    this.length = bagLength(moment);
    this.triangle = (this.width * (this.width + 1)) / 2;
    this.solver = new MomentSolver(moment);
    this.theta = new Float64Array(k);
    this.map = new Float64Array(k * this.width);
    this.between = new Float64Array(k * k);
    this.perTree = new Float64Array(k * k);
  }

  /**
   * Parameters of the row whose sums start at `at`, to entry `row` of `into`: the centre, and a covariance of NaN, where no tree
   * speaks or h has no inverse. Covariances shrink towards what `noise` says, where it is given.
   */
  read(sums: Float64Array, at: number, row: number, into: Estimates, noise?: NoiseRatio): void {
    const { theta, centre, solver } = this;
    const k = theta.length;
    const groups = sums[at + this.length - 1];
    const known = groups > 0 && solver.solve(sums, at, theta, 0);
    for (let i = 0; i < k; i++) into.theta[row * k + i] = centre[i] + (known ? theta[i] : 0);
    const covariance = into.covariance.subarray(row * k * k, (row + 1) * k * k);
    if (!known || !this.spread(sums, at)) {
      covariance.fill(Number.NaN);
      return;
    }
    for (let i = 0; i < k; i++) {
      const prior = noise && { mean: noise.mean[i], variance: noise.variance[i] };
      const [total, own] = this.variances(i);
      const error = errorOfDifference(total, own, groups, this.groupSize);
      covariance[i * k + i] = keepPositive(total, own, error, prior) + total / groups;
    }
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < i; j++) {
        const product = covariance[i * k + i] * covariance[j * k + j];
        const scale = this.between[i * k + i] * this.between[j * k + j];
        const value = scale > 0 ? this.between[i * k + j] * Math.sqrt(product / scale) : 0;
        covariance[i * k + j] = value;
        covariance[j * k + i] = value;
      }
    }
  }

  /**
   * Variance between groups of parameter `i`, and the part of it that is the noise of a group's few trees, after
   * {@link spread}. The groups' own mean is what they are held against, hence one degree of freedom less.
   */
  variances(i: number): [number, number] {
    const k = this.theta.length;
    const { groups, groupSize } = this;
    const between = this.between[i * k + i];
    const within = Math.max(0, this.perTree[i * k + i] - between);
    return [(between * groups) / (groups - 1), within / (groupSize - 1)];
  }

  /** Solves for the row at `at`; false where that cannot be done. To be followed by {@link spread}. */
  solve(sums: Float64Array, at: number): boolean {
    return sums[at + this.length - 1] > 0 && this.solver.solve(sums, at, this.theta, 0);
  }

  /** Covariances of the parameters over groups and over trees, after {@link solve}; false with fewer than two of them. */
  spread(sums: Float64Array, at: number): boolean {
    const { moment, map, theta, width, triangle, groupSize } = this;
    const k = theta.length;
    const groups = sums[at + this.length - 1];
    if (groups < 2 || groupSize < 2) return false;
    this.groups = groups;
    // The inverse is of the sums over groups: times their number it is that of their mean.
    const { inverse } = this.solver;
    map.fill(0);
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++) {
        const factor = inverse[i * k + j] * groups;
        map[i * width + j] += factor;
        for (let l = 0; l < k; l++) map[i * width + placeOfH(moment, j, l)] -= factor * theta[l];
      }
    }
    this.mapProducts(sums, at + width, 1 / groups, this.between);
    this.mapProducts(sums, at + width + triangle, 1 / (groups * groupSize), this.perTree);
    return true;
  }

  /** map x products x map', times a scale. */
  private mapProducts(sums: Float64Array, at: number, scale: number, into: Float64Array): void {
    const { map, width } = this;
    const k = this.theta.length;
    for (let i = 0; i < k; i++) {
      for (let j = 0; j <= i; j++) {
        let value = 0;
        for (let p = 0, next = at; p < width; p++) {
          for (let q = 0; q < p; q++, next++) {
            const cross = map[i * width + p] * map[j * width + q] + map[i * width + q] * map[j * width + p];
            value += cross * sums[next];
          }
          value += map[i * width + p] * map[j * width + p] * sums[next++];
        }
        into[i * k + j] = value * scale;
        into[j * k + i] = value * scale;
      }
    }
  }
}

/** Doubles that the sums of a row take. */
export function bagLength(moment: LinearMoment): number {
  const width = momentWidth(moment);
  return width + width * (width + 1) + 1;
}
