import type { FeatureInfo } from '../model/feature-info.js';
import type { Trees } from '../model/trees.js';
import type { LinearMoment } from './moment.js';

/**
 * A generalised random forest (Athey, Tibshirani & Wager 2019): honest trees whose leaves hold what their estimation rows say
 * about a moment condition. With the weights alpha_i(x) that the trees give the training rows, the estimate at x solves
 * sum alpha_i(x) (a_i - h_i theta) = 0; a leaf holds the means of a and of h, so theta(x) = H(x)^-1 A(x) of their averages
 * over the trees.
 */
export interface Forest {
  readonly features: readonly FeatureInfo[];
  /** Whole groups of trees each, in the order grown; leaf values are laid out as {@link LinearMoment} says, in single precision. */
  readonly blocks: readonly Trees[];
  /** Trees that share a half-sample of the rows: "little bags". */
  readonly groupSize: number;
  readonly moment: LinearMoment;
  /** Estimation rows of every leaf, one per block; only where they were asked for at growing. */
  readonly samples?: readonly LeafSamples[];
  /** With the samples: a bit per row of the training matrix for each group of a block, set where the group's trees may have seen it. */
  readonly seen?: readonly Uint8Array[];
  /** What is known of the noise of its trees from the rows it was grown on; absent where no row was out of bag. */
  readonly noise?: NoiseRatio;
}

/** Estimation rows of the leaves of a block: leaf `l` has `rows[starts[l]]` to `rows[starts[l + 1] - 1]`. */
export interface LeafSamples {
  /** Leaves + 1 entries. */
  readonly starts: Uint32Array;
  /** Rows of the training matrix, in order within a leaf. */
  readonly rows: Uint32Array;
}

/**
 * How the sampling variance of a row's moments compares with the noise of its trees, over the rows a forest was grown on, one of
 * each per parameter: what a variance is drawn towards where the trees are too few to tell.
 */
export interface NoiseRatio {
  readonly mean: readonly number[];
  readonly variance: readonly number[];
}

/** Solutions of the moment condition with their sampling covariances. */
export interface Estimates {
  /** rows x parameters. */
  readonly theta: Float64Array;
  /** rows x parameters x parameters; NaN where the forest cannot tell. */
  readonly covariance: Float64Array;
}

/** A forest and what it says of the rows it was grown on, each from the trees that did not see it, in their order. */
export interface GrownForest {
  readonly forest: Forest;
  readonly outOfBag: Estimates;
}
