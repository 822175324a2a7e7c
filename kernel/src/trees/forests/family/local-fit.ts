import type { Ranks } from '../../model/ranks.js';
import { leafOfRanks, treeCount } from '../../model/trees.js';
import type { Forest } from '../forest.js';
import { factorise, solveFactorised } from './cholesky.js';
import type { Neighbours } from './neighbours.js';
import { ScalarBag } from './scalar-bag.js';

/** Rows that a local regression is fitted to. */
export interface LocalData {
  readonly forest: Forest;
  /** rows x columns, standardised. */
  readonly x: Float32Array;
  readonly columns: { readonly length: number };
  readonly y: Float64Array;
  readonly w: Float64Array;
}

/**
 * Ridge regression of y on z = w (1, x_i - x) with the forest's weights at one point after another: normal equations
 * M = sum alpha z z' and b = sum alpha z y. The first coefficient, which is not penalised, is the value at the point.
 */
export class LocalFit {
  private readonly size: number;
  private readonly normal: Float64Array;
  private readonly right: Float64Array;
  private readonly triangle: Float64Array;
  private readonly coefficients: Float64Array;
  private readonly z: Float64Array;
  private readonly point: Float64Array;
  /** Pseudo-score of every training row that speaks at the point. */
  private readonly score: Float64Array;

  constructor(
    private readonly data: LocalData,
    private readonly neighbours: Neighbours,
  ) {
    const size = data.columns.length + 1;
    this.size = size;
    this.normal = new Float64Array(size * size);
    this.triangle = new Float64Array(size * size);
    this.right = new Float64Array(size);
    this.coefficients = new Float64Array(size);
    this.z = new Float64Array(size);
    this.point = new Float64Array(size);
    this.score = new Float64Array(data.y.length);
  }

  /** Sums the normal equations around row `row` of the standardised columns `x` over the neighbours last looked at. */
  gather(x: Float32Array, row: number): void {
    const { size, normal, right, z, point, neighbours, data } = this;
    for (let j = 1; j < size; j++) point[j] = x[row * (size - 1) + j - 1];
    normal.fill(0);
    right.fill(0);
    for (let i = 0; i < neighbours.count; i++) {
      const member = neighbours.rows[i];
      const alpha = neighbours.weight[member];
      this.regressors(member);
      for (let j = 0; j < size; j++) {
        const share = alpha * z[j];
        right[j] += share * data.y[member];
        for (let k = 0; k <= j; k++) normal[j * size + k] += share * z[k];
      }
    }
  }

  /** Value at the point; the forest's own where no line can be drawn or the penalty is infinite, NaN where nobody speaks. */
  solve(penalty: number): number {
    const { size, normal, right, triangle, coefficients } = this;
    let trace = 0;
    for (let j = 0; j < size; j++) trace += normal[j * size + j];
    triangle.set(normal);
    for (let j = 1; j < size; j++) triangle[j * size + j] += (penalty * trace) / size;
    if (Number.isFinite(penalty) && factorise(triangle, size)) {
      coefficients.set(right);
      solveFactorised(triangle, size, coefficients);
    } else {
      coefficients.fill(0);
      coefficients[0] = right[0] / normal[0];
      triangle.fill(0);
      for (let j = 0; j < size; j++) triangle[j * size + j] = j === 0 ? Math.sqrt(normal[0]) : 1;
    }
    return coefficients[0];
  }

  /**
   * Sampling variance of the value last solved for, row `row` of a table being the point: between the groups of trees, each
   * of which says the mean over its leaves of the pseudo-scores zeta' z_i (y_i - z_i' coefficients), zeta the first
   * column of M^-1 (Friedberg et al. 2020, section 3.2).
   */
  variance(ranks: Ranks, row: number, sampleWeights?: Float64Array): number {
    this.scoreNeighbours(sampleWeights);
    const { forest } = this.data;
    const bag = new ScalarBag(forest.groupSize);
    forest.blocks.forEach((block, b) => {
      const { starts, rows } = forest.samples![b];
      for (let tree = 0; tree < treeCount(block); tree++) {
        const leaf = leafOfRanks(block, tree, ranks.values, row * ranks.width);
        let sum = 0;
        for (let i = starts[leaf]; i < starts[leaf + 1]; i++) sum += this.score[rows[i]];
        bag.add(sum / block.cover[leaf]);
      }
    });
    return bag.variance(forest.noise);
  }

  private scoreNeighbours(sampleWeights?: Float64Array): void {
    const { size, neighbours, data, score, z, triangle, coefficients } = this;
    const zeta = new Float64Array(size);
    zeta[0] = 1;
    solveFactorised(triangle, size, zeta);
    for (let i = 0; i < neighbours.count; i++) {
      const member = neighbours.rows[i];
      this.regressors(member);
      let influence = 0;
      let fitted = 0;
      for (let j = 0; j < size; j++) {
        influence += zeta[j] * z[j];
        fitted += coefficients[j] * z[j];
      }
      const weight = sampleWeights ? sampleWeights[member] : 1;
      score[member] = weight * influence * (data.y[member] - fitted);
    }
  }

  /** z of a training row, around the point. */
  private regressors(member: number): void {
    const { size, z, point, data } = this;
    const w = data.w[member];
    z[0] = w;
    for (let j = 1; j < size; j++) z[j] = w * (data.x[member * (size - 1) + j - 1] - point[j]);
  }
}
