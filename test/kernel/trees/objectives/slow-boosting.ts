import type { Loss } from '../../../../kernel/src/trees/boosting/objectives/loss.js';

/** Gradient boosting as the papers tell it, with no sum reused: what the fast one is held to. */
export interface Growth {
  readonly rounds: number;
  readonly leaves: number;
  readonly learningRate: number;
  readonly minLeaf: number;
  readonly l2: number;
}

/** Features in hundredths from 0 to 1, each a column. */
export type Columns = readonly Float64Array[];

interface Leaf {
  readonly rows: Int32Array;
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
}

const bins = 101;

/** Margins of the rows of the loss, output after output, by trees grown on them. */
export function boostSlowly(loss: Loss, columns: Columns, growth: Growth): Float64Array {
  const x = columns.map((column) => Uint8Array.from(column, (value) => Math.round(100 * value)));
  const n = loss.rows;
  const start = loss.start();
  const margin = Float64Array.from({ length: n * loss.outputs }, (_, at) => start[Math.floor(at / n)]);
  const [gradient, hessian] = [margin.slice(), margin.slice()];
  for (let round = 0; round < growth.rounds; round++) {
    loss.derive(margin, 0, n, gradient, hessian);
    const before = margin.slice();
    for (let output = 0; output < loss.outputs; output++) {
      const g = gradient.subarray(output * n, (output + 1) * n);
      const h = hessian.subarray(output * n, (output + 1) * n);
      for (const { rows } of growTree(g, h, x, growth)) {
        const step = growth.learningRate * leafValueOf(loss, before, output, rows, g, h, growth.l2);
        for (const row of rows) margin[output * n + row] += step;
      }
    }
  }
  return margin;
}

function leafValueOf(
  loss: Loss,
  margin: Float64Array,
  output: number,
  rows: Int32Array,
  g: Float64Array,
  h: Float64Array,
  l2: number,
): number {
  if (loss.leafValue) return loss.leafValue(margin, output, rows, 0, rows.length);
  let [up, curvature] = [0, l2];
  for (const row of rows) [up, curvature] = [up + g[row], curvature + h[row]];
  return loss.leafStep ? loss.leafStep(up / curvature) : up / curvature;
}

/** Best first: the leaf whose split gains most is split next. */
function growTree(
  g: Float64Array,
  h: Float64Array,
  x: readonly Uint8Array[],
  { leaves, minLeaf, l2 }: Growth,
): Leaf[] {
  const leaf = (rows: Int32Array): Leaf => ({ rows, ...bestSplit(rows, g, h, x, minLeaf, l2) });
  const grown = [leaf(Int32Array.from(g.keys()))];
  while (grown.length < leaves) {
    const best = grown.reduce((a, b) => (b.gain > a.gain ? b : a));
    if (best.gain <= 0) break;
    const part = (side: boolean): Leaf =>
      leaf(best.rows.filter((row) => x[best.feature][row] <= best.bin === side));
    grown.splice(grown.indexOf(best), 1, part(true), part(false));
  }
  return grown;
}

function bestSplit(
  rows: Int32Array,
  g: Float64Array,
  h: Float64Array,
  x: readonly Uint8Array[],
  minLeaf: number,
  l2: number,
): { gain: number; feature: number; bin: number } {
  let best = { gain: 0, feature: 0, bin: 0 };
  for (let feature = 0; feature < x.length; feature++) {
    const sums = { g: new Float64Array(bins), h: new Float64Array(bins), rows: new Int32Array(bins) };
    for (const row of rows) {
      const bin = x[feature][row];
      sums.g[bin] += g[row];
      sums.h[bin] += h[row];
      sums.rows[bin]++;
    }
    const total = { g: sums.g.reduce((a, b) => a + b), h: sums.h.reduce((a, b) => a + b) };
    let [leftG, leftH, leftRows] = [0, 0, 0];
    for (let bin = 0; bin < bins - 1; bin++) {
      leftG += sums.g[bin];
      leftH += sums.h[bin];
      leftRows += sums.rows[bin];
      if (leftRows < minLeaf || rows.length - leftRows < minLeaf) continue;
      const apart = leftG ** 2 / (leftH + l2) + (total.g - leftG) ** 2 / (total.h - leftH + l2);
      const gain = apart - total.g ** 2 / (total.h + l2);
      if (gain > best.gain + 1e-9) best = { gain, feature, bin };
    }
  }
  return best;
}
