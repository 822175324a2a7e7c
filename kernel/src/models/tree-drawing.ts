import { isoDate } from '../data/dates.js';
import type { ColumnType } from '../data/table.js';
import type { TreeNode } from '../result.js';
import type { TreeEnsemble } from '../trees/model/ensemble.js';
import type { FeatureInfo } from '../trees/model/feature-info.js';
import {
  featureOf,
  groupGoesLeft,
  isLeaf,
  leafNumber,
  leftChild,
  nodeCovers,
  thresholdOf,
} from '../trees/model/trees.js';

/**
 * The first tree of an ensemble as questions in the person's words, for a tree whose categorical splits ask about one
 * level. `types` gives the type of a source column where it is not a plain number.
 */
export function drawTree(ensemble: TreeEnsemble, types?: ReadonlyMap<string, ColumnType>): TreeNode {
  const {
    blocks: [trees],
    features,
    base: [base],
  } = ensemble;
  const covers = nodeCovers(trees);
  const draw = (node: number): TreeNode => {
    const n = covers[node];
    if (isLeaf(trees, node)) return { leaf: true, value: base + trees.values[leafNumber(trees, node)], n };
    const info = features[featureOf(trees, node)];
    const child = leftChild(trees, node);
    const [left, right] = [draw(child), draw(child + 1)];
    if (info.kind === 'numeric') {
      const question = askNumber(info, thresholdOf(trees, node, features), types?.get(info.source));
      return { leaf: false, question, n, yes: left, no: right };
    }
    const question = `${info.name} is ${levelsWhere(info, (group) => !groupGoesLeft(trees, 0, node, group))}`;
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

function levelsWhere(info: FeatureInfo, isAsked: (group: number) => boolean): string {
  const levels = (info.levels ?? []).filter((_, i) => {
    const group = info.groups?.[i] ?? 0;
    return group > 0 && isAsked(group);
  });
  return levels.join(' or ');
}
