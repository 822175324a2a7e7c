import type { Objective } from '../model/ensemble.js';

/** A boosted model as LightGBM and XGBoost both hold it: thresholds and categories instead of cuts and groups. */
export interface ForeignModel {
  readonly objective: Objective;
  readonly outputs: number;
  /** One per output. */
  readonly base: readonly number[];
  readonly features: readonly ForeignFeature[];
  /** Tree `t` adds to output `t % outputs`. */
  readonly trees: readonly ForeignTree[];
}

export interface ForeignFeature {
  readonly name: string;
  /** Name of each category; absent for numbers. */
  readonly categories?: readonly string[];
}

/** A tree in columns, one entry a node; node 0 is the root. */
export interface ForeignTree {
  /** Feature a node splits on; -1 for a leaf. */
  readonly feature: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Numeric nodes: at most this goes left. */
  readonly threshold: Float64Array;
  /** 1 where missing values go left. */
  readonly missingLeft: Uint8Array;
  /** 1 at numeric nodes where zeros go with the missing values. */
  readonly zeroMissing: Uint8Array;
  /** Of every categorical node. */
  readonly sets: ReadonlyMap<number, CategorySet>;
  /** Of leaves. */
  readonly value: Float64Array;
  /** Rows (or their weight) of leaves. */
  readonly cover: Float64Array;
}

/** Categories that go one way, the others go the other. */
export interface CategorySet {
  /** Indices of categories, each once. */
  readonly members: ArrayLike<number>;
  readonly membersLeft: boolean;
}

/** A tree of `count` nodes that are all leaves of value 0 so far. */
export function emptyTree(count: number): ForeignTree & { readonly sets: Map<number, CategorySet> } {
  return {
    feature: new Int32Array(count).fill(-1),
    left: new Int32Array(count),
    right: new Int32Array(count),
    threshold: new Float64Array(count),
    missingLeft: new Uint8Array(count),
    zeroMissing: new Uint8Array(count),
    sets: new Map(),
    value: new Float64Array(count),
    cover: new Float64Array(count),
  };
}
