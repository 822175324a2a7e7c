import type { Task } from '../../task.js';
import { currentEngine } from '../engine/current.js';
import type { Engine } from '../engine/engine.js';
import { defineJob } from '../engine/job.js';
import type { RankSource } from './rank-source.js';
import { rowsOfBlock, ShapWalk, shapWalkBytes } from './shap-walk.js';
import { addTrees, type Part, type Question, sumOverTrees } from './tree-sums.js';

/** Attributions: per output, `base` plus the values of a row is what the trees say of it. */
export interface Shap {
  /** One per output. */
  readonly base: Float64Array;
  /** rows x players x outputs; players are the features, unless others were asked for. */
  readonly values: Float64Array;
}

/** Path-dependent attributions of a part, players x rows; the base is the mean by cover. */
export const shapJob = defineJob('shap', (bench, part: Part<null>, task): number[] => {
  const { work, from, rows } = part;
  const block = { columns: work.columns, from, rows };
  const walk = new ShapWalk(bench, block, work, () => task.check());
  return addTrees(bench, part, task, (tree, stored, sums) => {
    walk.add(tree, stored, sums);
    return tree.mean;
  });
});

/**
 * Exact path-dependent Shapley values (see {@link ShapWalk}) of sums of trees with any numbers in their leaves; the base of an
 * output is the mean of its trees by cover, summed. Throws InputError CS5006 (memory).
 */
export function shapOfBlocks(
  question: Question,
  rows: RankSource,
  task: Task,
  engine: Engine = currentEngine(),
): Shap {
  const summation = {
    what: 'The attributions',
    job: shapJob,
    lines: question.players.names.length,
    rowsOfBlock,
    scratchBytes: shapWalkBytes,
    extraBytes: 0,
    extra: () => null,
  };
  return sumOverTrees(question, rows, summation, task, engine);
}
