import { defineJob } from '../engine/job.js';
import type { RankColumns } from './decisions.js';
import { MeasuredTree } from './measured-tree.js';
import { ShapWalk } from './shap-walk.js';
import { type StoredTrees, viewTrees } from './stored-trees.js';

/** What all parts of a piece of work have in common. */
export interface ShapWork {
  readonly blocks: readonly StoredTrees[];
  /** Tree t, counted through all blocks, adds to output t % outputs. */
  readonly outputs: number;
  readonly columns: RankColumns;
  readonly playerOf: Int32Array;
  readonly players: number;
  /** Most edges on a path. */
  readonly depth: number;
}

/** Some of the trees for some of the rows. */
export interface ShapPart {
  readonly work: ShapWork;
  readonly from: number;
  /** A multiple of 8. */
  readonly rows: number;
  readonly firstTree: number;
  readonly endTree: number;
  /** Where the sums go: outputs x players x rows. */
  readonly sums: number;
}

/** Sums the attributions of a part; returns the means by cover of its trees, summed by output. */
export const shapJob = defineJob('shap', (bench, part: ShapPart, task): number[] => {
  const { work, from, rows, firstTree, endTree, sums } = part;
  const { outputs, players } = work;
  const { f64 } = bench.memory.views;
  f64.fill(0, sums >>> 3, (sums >>> 3) + outputs * players * rows);
  const block = { columns: work.columns, from, rows };
  const walk = new ShapWalk(bench, block, players, work.depth, () => task.check());
  const means = new Array<number>(outputs).fill(0);
  let first = 0;
  for (const stored of work.blocks) {
    const trees = viewTrees(bench.memory, stored);
    const end = Math.min(endTree, first + stored.trees);
    for (let t = Math.max(firstTree, first); t < end; t++) {
      task.report((t - firstTree) / (endTree - firstTree));
      const tree = new MeasuredTree(trees, t - first, work.playerOf, players);
      const output = t % outputs;
      walk.add(tree, stored, sums + 8 * output * players * rows);
      means[output] += tree.mean;
    }
    first += stored.trees;
  }
  return means;
});
