import { TreeWriter } from '../../../../kernel/src/trees/model/tree-writer.js';
import { features, numeric, uniforms } from '../data.js';
import type { RandomModel } from './random-trees.js';

/** One tree that asks about `depth` columns one after another, each question leaving some rows behind. */
export function chain(depth: number, rows: number): RandomModel {
  const writer = new TreeWriter(1, 'double');
  let node = writer.begin();
  for (let j = 0; j < depth; j++) {
    // Now left, now right goes on.
    const left = writer.splitNumbers(node, j, 0, j % 3 === 0);
    writer.setValue(writer.leaf(left + (j % 2), 2), 0, Math.cos(j));
    node = left + 1 - (j % 2);
  }
  writer.setValue(writer.leaf(node, 30), 0, 3);
  const columns = Array.from({ length: depth }, (_, j) =>
    uniforms(rows, j).map((u) => (u < 0.05 ? Number.NaN : j % 2 === 0 ? 0.8 * u : 0.2 + 0.8 * u)),
  );
  return {
    table: features(...columns.map((values, j) => numeric(`x${j}`, values))),
    ensemble: {
      objective: 'squared',
      outputs: 1,
      base: [1],
      blocks: [writer.finish()],
      features: columns.map((_, j) => ({
        name: `x${j}`,
        source: `x${j}`,
        kind: 'numeric',
        cuts: Float64Array.of(0.5),
      })),
    },
  };
}
