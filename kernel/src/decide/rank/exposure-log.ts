import type { Features } from '../../data/table.js';
import type { Units } from '../../models/units.js';

/** Names of the columns that say what was shown to whom, and what came of it. */
export interface LogColumns {
  readonly user: string;
  readonly item: string;
  readonly outcome: string;
  readonly exposure: string;
  readonly propensity?: string;
  /** Columns that effects and purchases may hang on. */
  readonly using: readonly string[];
}

/** Pairs of a user and an item that could have been shown: those that were, and those that were not. One entry per row. */
export interface ExposureLog {
  readonly users: Names;
  readonly items: Names;
  readonly shown: Uint8Array;
  /** 0 or 1. */
  readonly outcome: Float64Array;
  /** Known chance that the row's item was shown; NaN where it never could be. Absent: to be learned. */
  readonly propensity?: Float64Array;
  readonly features: Features;
  /** Rows of the table. */
  readonly rows: Int32Array;
  readonly warnings: readonly string[];
}

/** Ids of a column: `of[row]` is a place among `names`, which stand in the order of their first rows. */
export interface Names extends Units {
  readonly names: readonly string[];
}
