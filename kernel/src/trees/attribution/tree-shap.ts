import type { Features } from '../../data/table.js';
import { type Task, unwatched } from '../../task.js';
import { currentEngine } from '../engine/current.js';
import type { Engine } from '../engine/engine.js';
import type { TreeEnsemble } from '../model/ensemble.js';
import { featuresAsPlayers, type Players } from './players.js';
import { rankRows } from './rank-source.js';
import { type Shap, shapOfBlocks } from './shap-of-blocks.js';

/**
 * Exact path-dependent TreeSHAP (Lundberg et al. 2020): Shapley values of the conditional expectation in which absent features
 * follow the training rows in the nodes, by cover. On the margin: log odds for the logistic objective, a logit per class for
 * softmax.
 *
 * @param rows rows of `features` to explain
 * @param players who shares the margin: every feature for itself, or others ({@link sourcesAsPlayers})
 * @returns rows.length x players x outputs values; base + sum of a row = its margin to rounding
 * @throws InputError CS5001, CS5002 (a feature absent or of another kind), CS5006 (memory)
 */
export function treeShap(
  ensemble: TreeEnsemble,
  features: Features,
  rows: Int32Array,
  task: Task = unwatched,
  players: Players = featuresAsPlayers(ensemble.features),
  engine: Engine = currentEngine(),
): Shap {
  const ranks = rankRows(ensemble.features, features, rows);
  const { blocks, outputs } = ensemble;
  const leafValues = blocks.map((trees) => trees.values);
  const { base, values } = shapOfBlocks({ blocks, leafValues, outputs, players }, ranks, task, engine);
  return { base: base.map((mean, output) => mean + ensemble.base[output]), values };
}
