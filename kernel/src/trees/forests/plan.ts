import type { LinearMoment } from './moment.js';
import type { RelabelChoice } from './relabelling.js';
import type { SamplePlan } from './sampling.js';

/** Everything that growing takes, as plain values and addresses that any thread can read. Rows are numbered 0 to n - 1. */
export interface GrowthPlan {
  readonly samples: SamplePlan;
  /** Most rows that choose splits, or estimate, in one tree. */
  readonly mostRows: number;
  readonly features: number;
  /** Bins of each row side by side, `stride` bytes a row. */
  readonly lines: number;
  readonly stride: number;
  /** A byte per feature: 1 where it is categorical. */
  readonly kinds: number;
  /** A word per feature. */
  readonly binCounts: number;
  /** Features that vary, 16 bits each. */
  readonly varying: readonly number[];
  readonly moment: LinearMoment;
  /** a and h of every row times its weight, doubles side by side. */
  readonly moments: number;
  /** Weight per row as doubles; 0 without weights. */
  readonly weights: number;
  /** Count and size of each row in one double; see `node.ts`. */
  readonly packs: number;
  readonly unit: number;
  /** Absent where splits follow from the moments. */
  readonly relabelling?: RelabelChoice;
  /** Values per row that splits are sought by. */
  readonly values: number;
  readonly mtry: number;
  readonly minLeaf: number;
  readonly balance: number;
  readonly keepSamples: boolean;
  readonly precision: 'single' | 'double';
  /** A bit per row that says whether the group may have seen it, group after group. */
  readonly seen: number;
}
