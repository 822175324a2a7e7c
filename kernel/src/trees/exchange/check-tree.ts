import { largestSingle } from './floats.js';
import type { ForeignFeature, ForeignTree } from './foreign-model.js';
import { type Library, unreadable, unsupported } from './refusals.js';

/**
 * Throws InputError where a tree is none: a child outside of it, a node with two parents (so no cycles either), a number
 * that is not finite, a split on a feature of another kind or of none.
 */
export function checkTree(
  library: Library,
  tree: ForeignTree,
  index: number,
  features: readonly ForeignFeature[],
): void {
  const count = tree.feature.length;
  const met = new Uint8Array(count);
  const waiting = [0];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!(node >= 0 && node < count)) throw broken('a child lies outside of it');
    if (met[node]++) throw broken('a node has two parents');
    if (tree.feature[node] < 0) checkLeaf(node);
    else {
      checkSplit(node);
      waiting.push(tree.left[node], tree.right[node]);
    }
  }

  function checkLeaf(node: number): void {
    if (!Number.isFinite(tree.value[node])) throw broken('the value of a leaf is no finite number');
    if (!(tree.cover[node] >= 0 && tree.cover[node] <= largestSingle))
      throw broken('the rows of a leaf are no number of at least 0');
  }

  function checkSplit(node: number): void {
    const feature = features[tree.feature[node]];
    if (feature === undefined) throw broken('it splits on a feature that is not named');
    const set = tree.sets.get(node);
    if ((set === undefined) !== (feature.categories === undefined))
      throw unsupported(library, `it splits ${feature.name} as numbers here and as categories there`);
    if (set === undefined && !Number.isFinite(tree.threshold[node]))
      throw broken('a threshold is no finite number');
  }

  function broken(why: string) {
    return unreadable(library, `in tree ${index}, ${why}`);
  }
}
