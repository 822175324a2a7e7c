import type { Task } from '../../task.js';
import type { TreeEnsemble } from '../model/ensemble.js';
import {
  featureOf,
  groupGoesLeft,
  isLeaf,
  leafNumber,
  leftChild,
  missingGoesLeft,
  splitsGroups,
  type Trees,
  thresholdOf,
  treeCount,
} from '../model/trees.js';
import { type CategorySet, emptyTree, type ForeignModel, type ForeignTree } from './foreign-model.js';
import { type Library, notWritable } from './refusals.js';

/**
 * An ensemble as both libraries hold it: base margins are added to the first tree of their output, sets of groups become
 * sets of levels, by their positions, and every output has as many trees as the others.
 */
export function toForeign(library: Library, ensemble: TreeEnsemble, task: Task): ForeignModel {
  const { objective, outputs, base, features } = ensemble;
  const trees = ensemble.blocks.flatMap((block) => {
    if (block.width !== 1) throw notWritable(library, 'its leaves hold several numbers');
    return Array.from({ length: treeCount(block) }, (_, t) => {
      task.check();
      return readTree(ensemble, block, t);
    });
  });
  while (trees.length === 0 || trees.length % outputs !== 0) trees.push(constantTree());
  for (let k = 0; k < outputs; k++) addBase(trees[k], base[k]);
  return {
    objective,
    outputs,
    base: new Array<number>(outputs).fill(0),
    features: features.map(({ name, kind, levels = [] }) =>
      kind === 'categorical' ? { name, categories: levels } : { name },
    ),
    trees,
  };
}

function readTree({ features }: TreeEnsemble, block: Trees, index: number): ForeignTree {
  const root = block.roots[index];
  const count = block.roots[index + 1] - root;
  const tree = emptyTree(count);
  for (let at = 0; at < count; at++) {
    const node = root + at;
    if (isLeaf(block, node)) {
      tree.value[at] = block.values[leafNumber(block, node)];
      tree.cover[at] = block.cover[leafNumber(block, node)];
      continue;
    }
    tree.feature[at] = featureOf(block, node);
    tree.left[at] = leftChild(block, node) - root;
    tree.right[at] = tree.left[at] + 1;
    tree.missingLeft[at] = missingGoesLeft(block, node) ? 1 : 0;
    if (splitsGroups(block, node)) tree.sets.set(at, levelsLeft(block, index, node));
    else tree.threshold[at] = thresholdOf(block, node, features);
  }
  return tree;

  function levelsLeft(block: Trees, index: number, node: number): CategorySet {
    const { groups = [] } = features[featureOf(block, node)];
    const members = groups.flatMap((group, level) =>
      goesLeft(group, missingGoesLeft(block, node)) ? [level] : [],
    );
    return { members, membersLeft: true };

    function goesLeft(group: number, missingLeft: boolean) {
      return group === 0 ? missingLeft : groupGoesLeft(block, index, node, group);
    }
  }
}

function constantTree(): ForeignTree {
  const tree = emptyTree(1);
  tree.cover[0] = 1;
  return tree;
}

function addBase(tree: ForeignTree, base: number): void {
  tree.feature.forEach((feature, node) => {
    if (feature < 0) tree.value[node] += base;
  });
}
