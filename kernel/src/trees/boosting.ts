import { inputError } from '../problem.js';
import { createRandom, type Random, sampleSorted } from '../statistics/random.js';
import type { Task } from '../task.js';
import type { BinnedMatrix } from './binning.js';
import { type TreeEnsemble, toProbability } from './ensemble.js';
import { LeafWiseGrower } from './grow-leaf-wise.js';
import type { Tree } from './tree.js';

/** Options of gradient boosting; see {@link boostingDefaults}. */
export interface BoostingOptions {
  readonly objective: 'squared' | 'logistic';
  /** Trees at most. */
  readonly rounds?: number;
  /** Leaves of a tree at most. */
  readonly leaves?: number;
  readonly learningRate?: number;
  /** Rows in a leaf at least. */
  readonly minLeaf?: number;
  readonly l2?: number;
  /** Share of rows, of features, drawn for each tree without replacement. */
  readonly rowShare?: number;
  readonly columnShare?: number;
  readonly seed?: number;
  /** One per row of the matrix, 0 or more; rows of weight 0 are left out. */
  readonly weights?: Float64Array;
  /** Rows to stop early on: after `patience` rounds without a better loss, the rounds up to the best are kept. */
  readonly validationRows?: Int32Array;
  readonly patience?: number;
}

export const boostingDefaults = {
  rounds: 100,
  leaves: 31,
  learningRate: 0.1,
  minLeaf: 20,
  l2: 1,
  rowShare: 1,
  columnShare: 1,
  seed: 1,
  patience: 20,
} as const;

/**
 * Gradient boosting of leaf-wise grown trees with Newton steps (Friedman 2001; Chen & Guestrin 2016; Ke et al. 2017).
 *
 * @param y outcome, one per row of the matrix; 0 or 1 for `logistic`
 * @param rows rows to learn from; a row named twice counts twice
 * @returns an ensemble whose leaf values include the learning rate
 * @throws InputError CS5003 where no row has a positive weight
 */
export function fitBoosting(
  matrix: BinnedMatrix,
  y: Float64Array,
  rows: Int32Array,
  options: BoostingOptions,
  task: Task,
): TreeEnsemble {
  const fit = new Boosting(matrix, y, rows, { ...boostingDefaults, ...options });
  return fit.run(task);
}

type Settings = BoostingOptions & Required<Omit<BoostingOptions, 'weights' | 'validationRows'>>;

class Boosting {
  private readonly rows: Int32Array;
  /** Rows whose margin is kept up to date: those learned from and those validated on, once each. */
  private readonly followed: Int32Array;
  /** Sum of base and trees so far, per row of the matrix. */
  private readonly margin: Float64Array;
  private readonly gradient: Float64Array;
  private readonly hessian: Float64Array;
  private readonly base: number;
  private readonly grower: LeafWiseGrower;
  private readonly random: Random;
  private readonly trees: Tree[] = [];

  constructor(
    private readonly matrix: BinnedMatrix,
    private readonly y: Float64Array,
    rows: Int32Array,
    private readonly options: Settings,
  ) {
    const { weights, seed, leaves, minLeaf, l2 } = options;
    this.rows = weights ? rows.filter((row) => weights[row] > 0) : rows;
    if (this.rows.length === 0)
      throw inputError('CS5003', 'There is no row to learn from; widen the selection.');
    const follow = new Uint8Array(matrix.rows);
    for (const row of this.rows) follow[row] = 1;
    for (const row of options.validationRows ?? []) follow[row] = 1;
    this.followed = Int32Array.from(follow.keys()).filter((row) => follow[row] === 1);
    this.gradient = new Float64Array(matrix.rows);
    this.hessian = new Float64Array(matrix.rows);
    this.base = this.startingPoint();
    this.margin = new Float64Array(matrix.rows).fill(this.base);
    this.random = createRandom(seed);
    const minGain = 1e-10 * (this.impurity() / this.rows.length);
    this.grower = new LeafWiseGrower(matrix, { leaves, minLeaf: Math.max(1, minLeaf), l2, minGain });
  }

  run(task: Task): TreeEnsemble {
    const { rounds, patience, validationRows, objective } = this.options;
    let bestLoss = Number.POSITIVE_INFINITY;
    let bestRounds = 0;
    for (let round = 0; round < rounds; round++) {
      task.report(round / rounds);
      if (!this.addTree(task)) break;
      if (!validationRows || validationRows.length === 0) continue;
      const loss = this.loss(validationRows);
      if (loss < bestLoss) {
        bestLoss = loss;
        bestRounds = round + 1;
      } else if (round + 1 - bestRounds >= patience) break;
    }
    const trees = bestRounds > 0 ? this.trees.slice(0, bestRounds) : this.trees;
    return { objective, base: this.base, trees, features: this.matrix.features };
  }

  private weight(row: number): number {
    return this.options.weights ? this.options.weights[row] : 1;
  }

  private startingPoint(): number {
    let sum = 0;
    let total = 0;
    for (const row of this.rows) {
      sum += this.weight(row) * this.y[row];
      total += this.weight(row);
    }
    const mean = sum / total;
    if (this.options.objective === 'squared') return mean;
    const bounded = Math.min(1 - 1e-6, Math.max(1e-6, mean));
    return Math.log(bounded / (1 - bounded));
  }

  private impurity(): number {
    this.updateGradients();
    let sum = 0;
    for (const row of this.rows) sum += this.gradient[row] ** 2 / Math.max(1e-12, this.hessian[row]);
    return sum;
  }

  private updateGradients(): void {
    const { y, margin, gradient, hessian } = this;
    const logistic = this.options.objective === 'logistic';
    for (const row of this.rows) {
      const weight = this.weight(row);
      const mean = logistic ? toProbability(margin[row]) : margin[row];
      gradient[row] = weight * (y[row] - mean);
      hessian[row] = weight * (logistic ? Math.max(1e-12, mean * (1 - mean)) : 1);
    }
  }

  /** One boosting round; false where no split gains anything with all rows and features in sight. */
  private addTree(task: Task): boolean {
    const { rowShare, columnShare, learningRate } = this.options;
    const { rows, margin, random, grower } = this;
    this.updateGradients();
    const features = Int32Array.from(this.matrix.features.keys());
    const share = (count: number, part: number): number => Math.max(1, Math.round(count * Math.min(1, part)));
    const sample = rowShare < 1 ? sampleSorted(rows, share(rows.length, rowShare), random) : rows;
    const columns =
      columnShare < 1 ? sampleSorted(features, share(features.length, columnShare), random) : features;
    const tree = grower.grow(sample, columns, this.gradient, this.hessian, learningRate, task);
    if (tree.feature.length === 1 && rowShare >= 1 && columnShare >= 1) return false;
    this.trees.push(tree);
    for (const row of this.followed) margin[row] += tree.value[grower.leafOfRow(row)];
    return true;
  }

  /** Weighted mean loss: half the squared error, or the log loss. */
  private loss(rows: Int32Array): number {
    const { y, margin, options } = this;
    let sum = 0;
    let total = 0;
    for (const row of rows) {
      const m = margin[row];
      const softplus = Math.max(0, m) + Math.log1p(Math.exp(-Math.abs(m)));
      const loss = options.objective === 'logistic' ? softplus - y[row] * m : (y[row] - m) ** 2 / 2;
      sum += this.weight(row) * loss;
      total += this.weight(row);
    }
    return sum / total;
  }
}
