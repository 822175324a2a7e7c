import type { Objective } from '../model/ensemble.js';
import type { Layout, Shape } from './layout.js';
import type { LossData } from './objectives/loss.js';
import type { Settings } from './options.js';

/** Outcomes and weights lie in shared memory; the rest of a loss's data is handed to each thread. */
export type LossDetails = Omit<LossData, 'y' | 'weights'>;

/** All that the threads of a fit have to know: plain values and addresses. */
export interface FitPlan {
  readonly shape: Shape;
  readonly layout: Layout;
  readonly settings: Settings;
  readonly objective: Objective;
  readonly details: LossDetails;
  /** Whether rows have weights. */
  readonly weighted: boolean;
  /** The rows to validate on, which the calling thread alone needs. */
  readonly judge?: LossData;
  readonly binCounts: Int32Array;
  /** By feature, 1 for one with categories. */
  readonly categorical: Uint8Array;
  readonly monotone?: Int8Array;
  readonly interactions?: readonly (readonly number[])[];
  /** Cluster of each row learned from, numbered from 0, where rows are drawn by cluster. */
  readonly clusterOf?: Int32Array;
  /** Trees that the model it goes on from has: each tree has its own random numbers. */
  readonly treesBefore: number;
}

/** Features that values of a thread's part are looked after by, of some in ascending order. */
export function partOf(list: Int32Array, member: number, members: number): Int32Array {
  const at = (part: number): number => Math.floor((list.length * part) / members);
  return list.subarray(at(member), at(member + 1));
}
