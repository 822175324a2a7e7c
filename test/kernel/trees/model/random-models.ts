import type { Feature, Features } from '../../../../kernel/src/data/table.js';
import { createRandom } from '../../../../kernel/src/statistics/random.js';
import type { Objective, TreeEnsemble } from '../../../../kernel/src/trees/model/ensemble.js';
import { type FeatureInfo, rankOf } from '../../../../kernel/src/trees/model/feature-info.js';
import { prepareColumns } from '../../../../kernel/src/trees/model/prepare.js';
import { TreeWriter } from '../../../../kernel/src/trees/model/tree-writer.js';
import { leafOfRanks, type Trees, treeCount } from '../../../../kernel/src/trees/model/trees.js';

type Draw = (below: number) => number;

/** Whole numbers from 0 to `below - 1`. */
export function drawing(seed: number): Draw {
  const random = createRandom(seed, 5);
  return (below) => Math.floor(random.next() * below);
}

/** Features of both kinds: some without cuts, some with as many as 300, some with levels that have no group. */
export function randomInfos(count: number, draw: Draw): FeatureInfo[] {
  return Array.from({ length: count }, (_, j): FeatureInfo => {
    const of = { name: `x${j}`, source: `source ${j % 3}` };
    if (draw(3) > 0) {
      const cuts = new Set(Array.from({ length: [0, 1, 7, 300][draw(4)] }, () => (draw(4001) - 2000) / 8));
      return { ...of, kind: 'numeric', cuts: Float64Array.from(cuts).sort() };
    }
    const levels = Array.from({ length: 1 + draw(40) }, (_, i) => `level ${i}`);
    const groups = levels.map((_, i) => (draw(8) === 0 ? 0 : 1 + (i % 30) * 8));
    return { ...of, kind: 'categorical', cuts: new Float64Array(0), levels, groups };
  });
}

export interface BlockShape {
  readonly trees: number;
  readonly width: number;
  readonly depth: number;
  readonly precision: 'single' | 'double';
}

/** Trees of all shapes down to a depth; the nodes of a tree are written in no particular order. */
export function randomBlock(infos: readonly FeatureInfo[], shape: BlockShape, draw: Draw): Trees {
  const writer = new TreeWriter(shape.width, shape.precision);
  for (let tree = 0; tree < shape.trees; tree++) {
    const open = [{ node: writer.begin(), depth: 0 }];
    while (open.length > 0) {
      const [{ node, depth }] = open.splice(draw(open.length), 1);
      if (depth === shape.depth || draw(5) === 0) {
        const leaf = writer.leaf(node, shape.precision === 'single' ? 0.5 + draw(100) : 1 + draw(100));
        for (let k = 0; k < shape.width; k++) writer.setValue(leaf, k, draw(2001) / 64 - 15);
        continue;
      }
      const left = split(writer, node, infos, draw);
      open.push({ node: left, depth: depth + 1 }, { node: left + 1, depth: depth + 1 });
    }
  }
  return writer.finish();
}

function split(writer: TreeWriter, node: number, infos: readonly FeatureInfo[], draw: Draw): number {
  const feature = draw(infos.length);
  const missingLeft = draw(2) === 0;
  const { kind, cuts } = infos[feature];
  if (kind === 'numeric') return writer.splitNumbers(node, feature, draw(cuts.length + 1), missingLeft);
  const set = Uint32Array.from({ length: 8 }, () => draw(2 ** 32));
  set[0] &= ~1;
  return writer.splitGroups(node, feature, set, missingLeft);
}

/** Values on cuts, next to them and far away, missing and infinite ones, levels in another order and new ones. */
export function randomTable(infos: readonly FeatureInfo[], rows: number, draw: Draw): Features {
  const list = infos.map(({ name, source, kind, cuts, levels = [] }): Feature => {
    const missing = (): boolean => draw(7) === 0;
    if (kind === 'categorical') {
      const own = ['new', ...[...levels].reverse()];
      const values = Float64Array.from({ length: rows }, () => (missing() ? Number.NaN : draw(own.length)));
      return { name, source, kind, values, levels: own };
    }
    const values = Float64Array.from({ length: rows }, () => {
      if (missing()) return Number.NaN;
      if (draw(20) === 0) return [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e308][draw(4)];
      return (cuts[draw(cuts.length + 1)] ?? draw(400) - 200) + [0, 0, -1e-9, 1e-9][draw(4)];
    });
    return { name, source, kind, values };
  });
  return { rows, list: list.reverse() };
}

export function randomEnsemble(
  seed: number,
  { trees = 7, depth = 6, objective = 'squared' as Objective, outputs = 1 } = {},
): TreeEnsemble {
  const draw = drawing(seed);
  const features = randomInfos(1 + draw(9), draw);
  const shape = { trees: 1 + draw(trees), width: 1, depth, precision: 'double' } as const;
  const blocks = Array.from({ length: 1 + draw(3) }, () => randomBlock(features, shape, draw));
  const base = Array.from({ length: outputs }, () => draw(100) / 8);
  return { objective, outputs, base, blocks, features };
}

/** Margins by the definition: row by row, tree by tree, node by node. */
export function plainMargins(
  { base, outputs, blocks, features }: TreeEnsemble,
  table: Features,
): Float64Array {
  const columns = prepareColumns(features, table);
  const margins = new Float64Array(table.rows * outputs);
  for (let row = 0; row < table.rows; row++) {
    const ranks = features.map((info, j) => rankOf(info, columns[j][row]));
    const sums = [...base];
    let number = 0;
    for (const trees of blocks) {
      for (let tree = 0; tree < treeCount(trees); tree++)
        sums[number++ % outputs] += trees.values[leafOfRanks(trees, tree, ranks)];
    }
    sums.forEach((sum, output) => {
      margins[output * table.rows + row] = sum;
    });
  }
  return margins;
}
