import { isoDate } from '../data/dates.js';
import type { ColumnType } from '../data/table.js';
import type { TreeNode } from '../result.js';
import type { TreeEnsemble } from '../trees/ensemble.js';
import type { FeatureInfo } from '../trees/tree.js';

/**
 * The first tree of an ensemble as questions in the person's words, for a tree whose categorical splits ask about one
 * level. `types` gives the type of a source column where it is not a plain number.
 */
export function drawTree(ensemble: TreeEnsemble, types?: ReadonlyMap<string, ColumnType>): TreeNode {
  const tree = ensemble.trees[0];
  const draw = (node: number): TreeNode => {
    const n = tree.cover[node];
    const feature = tree.feature[node];
    if (feature < 0) return { leaf: true, value: ensemble.base + tree.value[node], n };
    const info = ensemble.features[feature];
    const [left, right] = [draw(tree.left[node]), draw(tree.right[node])];
    if (info.kind === 'numeric') {
      const question = askNumber(info, tree.threshold[node], types?.get(info.source));
      return { leaf: false, question, n, yes: left, no: right };
    }
    const question = `${info.name} is ${levelsNotIn(info, tree.sets, tree.set[node])}`;
    return { leaf: false, question, n, yes: right, no: left };
  };
  return draw(0);
}

function askNumber(info: FeatureInfo, threshold: number, type?: ColumnType): string {
  if (type === 'boolean') return `not ${info.name}`;
  if (type === 'date' && Math.abs(threshold) < 8.64e15) {
    return `${info.name} before ${isoDate(Math.ceil(threshold))}`;
  }
  return `${info.name} < ${Number(threshold.toPrecision(6))}`;
}

function levelsNotIn(info: FeatureInfo, sets: Uint32Array, set: number): string {
  const levels = (info.levels ?? []).filter((_, i) => {
    const group = info.groups?.[i] ?? 0;
    return group > 0 && ((sets[set + (group >>> 5)] >>> (group & 31)) & 1) === 0;
  });
  return levels.join(' or ');
}
