import type { Features } from '../data/table.js';
import { inputError } from '../problem.js';
import { createRandom, type Random, sampleSorted } from '../statistics/random.js';
import { type Task, unwatched } from '../task.js';
import type { BinnedMatrix } from './binning.js';
import { type CausalForest, type CausalTree, type Effects, meanEffect } from './causal-trees.js';
import { DeepGrower } from './grow-deep.js';
import { LittleBags } from './little-bags.js';
import { prepareColumns } from './prepare.js';
import { leafOf } from './tree.js';
import { TreeBuilder } from './tree-builder.js';

export type { CausalForest, CausalTree, Effects } from './causal-trees.js';

/** Options of an honest causal forest; see {@link causalForestDefaults}. */
export interface CausalForestOptions {
  /** Trees; raised to a multiple of `groupSize`. */
  readonly trees?: number;
  /** Features tried at each split; by default sqrt(number of features) + 20, as in grf. */
  readonly mtry?: number;
  /** Splitting rows in a leaf at least. */
  readonly minLeaf?: number;
  /** Share of the rows a tree is grown from, at most .5: drawn from its group's half of the rows. */
  readonly sampleShare?: number;
  /** Share of a tree's rows that choose its splits; the others estimate. */
  readonly honestyShare?: number;
  /** Each side of a split keeps at least this share of the node's treatment variation. */
  readonly balance?: number;
  /** Trees that share a half-sample. */
  readonly groupSize?: number;
  readonly seed?: number;
}

export const causalForestDefaults = {
  trees: 500,
  minLeaf: 5,
  sampleShare: 0.5,
  honestyShare: 0.5,
  balance: 0.05,
  groupSize: 2,
  seed: 1,
} as const;

/**
 * Honest causal forest on residuals (Wager & Athey 2018; Athey, Tibshirani & Wager 2019; the "R-learner" form of
 * Nie & Wager 2021): y - m(x) and w - e(x) with nuisances from cross-fitting, so that no intercept is needed.
 *
 * The effect at x solves sum alpha_i(x) w_i (y_i - effect w_i) = 0, hence effect(x) = A(x) / H(x) with the averages over
 * trees of the leaf means of w y and w^2. Splits maximise the heterogeneity of the pseudo-outcomes
 * rho_i = w_i (y_i - effect_P w_i) of the node P: sum over the sides of (sum rho)^2 / rows. As sum rho is linear in
 * the sums of w y and w^2, the histograms hold those and no pseudo-outcome is ever computed.
 *
 * @param yResidual outcome less its conditional mean, one per row of the matrix
 * @param wResidual treatment less its propensity, one per row of the matrix
 * @param rows rows to learn from, at least 8
 * @throws InputError CS5003 for fewer rows, CS5004 where the treatment residuals are all 0
 */
export function fitCausalForest(
  matrix: BinnedMatrix,
  yResidual: Float64Array,
  wResidual: Float64Array,
  rows: Int32Array,
  options: CausalForestOptions,
  task: Task,
): CausalForest {
  const settings = { ...causalForestDefaults, ...options };
  if (rows.length < 8) {
    throw inputError(
      'CS5003',
      `A causal forest needs at least 8 rows but has ${rows.length}; widen the selection.`,
    );
  }
  if (rows.every((row) => wResidual[row] === 0)) {
    throw inputError(
      'CS5004',
      'The treatment does not vary given the confounders, so there is no effect to estimate.',
    );
  }
  return new CausalForestGrower(matrix, yResidual, wResidual, rows, settings).grow(task);
}

/** Effects of the rows the forest was grown on, one per entry of `rows`, each from trees that did not see the row. */
export function outOfBagEffects(forest: CausalForest): Effects {
  return forest.outOfBag;
}

/**
 * Effects of new rows from all trees, one per row of `features`; variances include the sampling of the training rows.
 * Throws InputError where a feature of the forest is absent or of another kind.
 */
export function predictEffects(forest: CausalForest, features: Features, task: Task = unwatched): Effects {
  const columns = prepareColumns(forest.features, features);
  const { trees, groupSize } = forest;
  const bags = new LittleBags(features.rows, groupSize);
  const a = new Float64Array(groupSize);
  const h = new Float64Array(groupSize);
  for (let first = 0; first < trees.length; first += groupSize) {
    task.report(first / trees.length);
    for (let row = 0; row < features.rows; row++) {
      for (let t = 0; t < groupSize; t++) {
        const tree = trees[first + t];
        const leaf = leafOf(tree, columns, row);
        a[t] = tree.value[leaf];
        h[t] = tree.information[leaf];
      }
      bags.addGroup(row, a, h);
    }
  }
  return effectsOf(bags, features.rows, meanEffect(trees));
}

function effectsOf(bags: LittleBags, rows: number, fallback: number): Effects {
  const effect = new Float64Array(rows);
  const variance = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    effect[row] = bags.effect(row, fallback);
    variance[row] = bags.variance(row);
  }
  return { effect, variance };
}

class CausalForestGrower {
  /** w y and w^2, by row of the matrix. */
  private readonly a: Float64Array;
  private readonly h: Float64Array;
  private readonly grower: DeepGrower;
  private readonly builders: readonly TreeBuilder[];
  private readonly informations: readonly Float64Array[];
  private readonly trees: CausalTree[] = [];

  constructor(
    private readonly matrix: BinnedMatrix,
    yResidual: Float64Array,
    wResidual: Float64Array,
    private readonly rows: Int32Array,
    private readonly settings: Required<Omit<CausalForestOptions, 'mtry'>> & { mtry?: number },
  ) {
    this.a = yResidual.map((y, row) => y * wResidual[row]);
    this.h = wResidual.map((w) => w * w);
    const { minLeaf, balance, groupSize } = settings;
    const half = rows.length >>> 1;
    const mtry = settings.mtry ?? Math.ceil(Math.sqrt(matrix.features.length) + 20);
    const rule = {
      effect: 0,
      byRows: true,
      l2: 0,
      levelSmoothing: 0,
      minRows: Math.max(1, minLeaf),
      minH: 0,
      minGain: 1e-10 * this.scoreVariance(),
    };
    this.grower = new DeepGrower(matrix, { rule, mtry, causal: true, balance }, half);
    const leaves = Math.floor(half / Math.max(1, minLeaf)) + 1;
    this.builders = Array.from({ length: groupSize }, () => new TreeBuilder(matrix, leaves));
    this.informations = this.builders.map((builder) => new Float64Array(builder.value.length));
  }

  /** Variance of the pseudo-outcomes over all rows: the scale below which a gain is rounding. */
  private scoreVariance(): number {
    let sumA = 0;
    let sumH = 0;
    for (const row of this.rows) {
      sumA += this.a[row];
      sumH += this.h[row];
    }
    let squares = 0;
    for (const row of this.rows) squares += (this.a[row] - (sumA / sumH) * this.h[row]) ** 2;
    return squares / this.rows.length;
  }

  grow(task: Task): CausalForest {
    const { trees, groupSize, seed } = this.settings;
    const groups = Math.max(1, Math.ceil(trees / groupSize));
    const bags = new LittleBags(this.rows.length, groupSize);
    const inHalf = new Uint8Array(this.matrix.rows);
    for (let group = 0; group < groups; group++) {
      task.report(group / groups);
      const half = sampleSorted(this.rows, this.rows.length >>> 1, createRandom(seed, -1 - group));
      inHalf.fill(0);
      for (const row of half) inHalf[row] = 1;
      for (let t = 0; t < groupSize; t++) {
        this.growTree(t, half, createRandom(seed, group * groupSize + t), task);
      }
      this.addOutOfBag(bags, inHalf);
    }
    const outOfBag = effectsOf(bags, this.rows.length, meanEffect(this.trees));
    return { features: this.matrix.features, trees: this.trees, groupSize, outOfBag };
  }

  private growTree(t: number, half: Int32Array, random: Random, task: Task): void {
    const { sampleShare, honestyShare } = this.settings;
    const { a, h } = this;
    const builder = this.builders[t];
    const information = this.informations[t].fill(0);
    const size = Math.max(2, Math.round(half.length * Math.min(1, sampleShare * 2)));
    const sample = size < half.length ? sampleSorted(half, size, random) : half;
    const splitting = Math.min(size - 1, Math.max(1, Math.round(size * honestyShare)));
    const [splitRows, honestRows] = divide(sample, splitting, random);
    const estimate = (
      node: number,
      _: Int32Array,
      _from: number,
      _to: number,
      from: number,
      to: number,
    ): void => {
      let sumA = 0;
      let sumH = 0;
      for (let i = from; i < to; i++) {
        sumA += a[honestRows[i]];
        sumH += h[honestRows[i]];
      }
      builder.value[node] = sumA / (to - from);
      information[node] = sumH / (to - from);
    };
    this.grower.grow(builder, splitRows, honestRows, a, h, random, estimate, task);
    const tree = builder.finish();
    this.trees.push({ ...tree, information: information.slice(0, tree.feature.length) });
  }

  private addOutOfBag(bags: LittleBags, inHalf: Uint8Array): void {
    const { rows, builders, informations } = this;
    const a = new Float64Array(builders.length);
    const h = new Float64Array(builders.length);
    for (let i = 0; i < rows.length; i++) {
      if (inHalf[rows[i]] === 1) continue;
      for (let t = 0; t < builders.length; t++) {
        const leaf = builders[t].leafOfRow(rows[i]);
        a[t] = builders[t].value[leaf];
        h[t] = informations[t][leaf];
      }
      bags.addGroup(i, a, h);
    }
  }
}

/** Two random parts of the rows, the first of `size`, both in order. */
function divide(rows: Int32Array, size: number, random: Random): [Int32Array, Int32Array] {
  const first = new Int32Array(size);
  const second = new Int32Array(rows.length - size);
  let taken = 0;
  for (let i = 0; i < rows.length; i++) {
    if (random.next() * (rows.length - i) < size - taken) first[taken++] = rows[i];
    else second[i - taken] = rows[i];
  }
  return [first, second];
}
