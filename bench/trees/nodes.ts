import type { TreeEnsemble } from '../../kernel/src/trees/model/ensemble.js';
import {
  featureOf,
  isLeaf,
  leafNumber,
  leftChild,
  missingGoesLeft,
  nodeCovers,
  splitsGroups,
  thresholdOf,
  treeCount,
} from '../../kernel/src/trees/model/trees.js';
import { writeTable } from '../shared/data-file.js';

/** Columns of a table of nodes, tree after tree; children by their number in the tree, -1 at leaves. */
const columns = ['tree', 'left', 'right', 'missing', 'feature', 'threshold', 'value', 'cover'];

/** Writes the nodes of trees that split numbers alone, for peers that explain trees of any maker. */
export function writeNodes(path: string, { blocks, features }: TreeEnsemble): void {
  const rows: number[][] = [];
  let number = 0;
  for (const trees of blocks) {
    const covers = nodeCovers(trees);
    for (let tree = 0; tree < treeCount(trees); tree++, number++) {
      const root = trees.roots[tree];
      for (let node = root; node < trees.roots[tree + 1]; node++) {
        if (isLeaf(trees, node)) {
          rows.push([number, -1, -1, -1, -1, 0, trees.values[leafNumber(trees, node)], covers[node]]);
          continue;
        }
        if (splitsGroups(trees, node)) throw new Error('A tree splits groups.');
        const left = leftChild(trees, node) - root;
        const missing = missingGoesLeft(trees, node) ? left : left + 1;
        const threshold = thresholdOf(trees, node, features);
        rows.push([number, left, left + 1, missing, featureOf(trees, node), threshold, 0, covers[node]]);
      }
    }
  }
  writeTable(path, { rows: rows.length, columns }, (_, column) =>
    Float64Array.from(rows, (row) => row[column]),
  );
}
