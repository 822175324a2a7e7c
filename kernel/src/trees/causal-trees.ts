import type { FeatureInfo, Tree } from './tree.js';

/** A tree whose leaves hold, of their estimation rows, the mean of w y (`value`) and the mean of w^2. */
export interface CausalTree extends Tree {
  /** Mean squared treatment residual in a leaf; 0 in inner nodes. */
  readonly information: Float64Array;
}

/** Effects and their sampling variances, one per row. */
export interface Effects {
  readonly effect: Float64Array;
  /** NaN where the forest cannot tell. */
  readonly variance: Float64Array;
}

/** An honest causal forest: everything that new rows and attributions need, and the effects of its own rows. */
export interface CausalForest {
  readonly features: readonly FeatureInfo[];
  /** Group after group of `groupSize` trees. */
  readonly trees: readonly CausalTree[];
  readonly groupSize: number;
  /** Of the rows it was grown on, in their order, from the groups whose half-sample a row was not in. */
  readonly outOfBag: Effects;
}

/**
 * The forest's average effect, mean of w y over mean of w^2 over the estimation rows of its trees: what is predicted
 * with no feature known, and where a row has no information at all.
 */
export function meanEffect(trees: readonly CausalTree[]): number {
  let a = 0;
  let h = 0;
  for (const tree of trees) {
    for (let node = 0; node < tree.feature.length; node++) {
      if (tree.feature[node] >= 0) continue;
      const share = tree.cover[node] / tree.cover[0];
      a += share * tree.value[node];
      h += share * tree.information[node];
    }
  }
  return h > 0 ? a / h : 0;
}
