import type { Features } from '../../../../kernel/src/data/table.js';
import type { Loss } from '../../../../kernel/src/trees/boosting/objectives/loss.js';

/** What the slow trees are grown with; the same names as the options of boosting. */
export interface SlowOptions {
  readonly rounds: number;
  readonly leaves: number;
  readonly learningRate: number;
  readonly minLeaf: number;
  readonly minHessian: number;
  readonly maxDepth: number;
  readonly l1: number;
  readonly l2: number;
}

interface Side {
  readonly rows: readonly number[];
  readonly depth: number;
}

interface Split {
  readonly gain: number;
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/**
 * Boosting as its definition tells it: every way to part the rows of a leaf by a threshold, or by a threshold on the mean of their levels, is
 * tried on the values themselves, with sums over the rows. Returns the margins of all rows.
 */
export function boostExactly(features: Features, loss: Loss, options: SlowOptions): Float64Array {
  const n = features.rows;
  const margin = new Float64Array(n * loss.outputs);
  for (const [output, base] of loss.start().entries()) margin.fill(base, output * n, (output + 1) * n);
  const gradient = new Float64Array(margin.length);
  const hessian = new Float64Array(margin.length);
  for (let round = 0; round < options.rounds; round++) {
    loss.derive(margin, 0, n, gradient, hessian);
    const trees = Array.from({ length: loss.outputs }, (_, output) => {
      const [from, to] = [output * n, (output + 1) * n];
      return growExactly(features, gradient.subarray(from, to), hessian.subarray(from, to), options);
    });
    if (trees.every((leaves) => leaves.length === 1)) break;
    trees.forEach((leaves, output) => {
      for (const { rows } of leaves) {
        const at = rows.map((row) => output * n + row);
        const [sum, weight] = sums(at, gradient, hessian);
        const newton = shrunk(sum, options.l1) / (weight + options.l2);
        for (const place of at) margin[place] += options.learningRate * (loss.leafStep?.(newton) ?? newton);
      }
    });
  }
  return margin;
}

function growExactly(features: Features, g: Float64Array, h: Float64Array, options: SlowOptions): Side[] {
  const all = Array.from({ length: features.rows }, (_, row) => row);
  const open = [{ rows: all, depth: 0 } as Side].map((side) => ({
    side,
    split: bestSplit(side, features, g, h, options),
  }));
  while (open.length < options.leaves) {
    let best = -1;
    open.forEach(({ split }, i) => {
      if (split && split.gain > (open[best]?.split?.gain ?? 1e-9)) best = i;
    });
    if (best < 0) break;
    const { side, split } = open.splice(best, 1)[0];
    for (const rows of [split!.left, split!.right]) {
      const child = { rows, depth: side.depth + 1 };
      open.push({ side: child, split: bestSplit(child, features, g, h, options) });
    }
  }
  return open.map(({ side }) => side);
}

function bestSplit(side: Side, features: Features, g: Float64Array, h: Float64Array, options: SlowOptions) {
  let best: Split | undefined;
  if (side.depth >= options.maxDepth) return best;
  for (const { kind, values } of features.list) {
    const missing = side.rows.filter((row) => Number.isNaN(values[row]));
    const present = [...new Set(side.rows.map((row) => values[row]).filter((value) => !Number.isNaN(value)))];
    // Levels are smoothed: they count as if there were ten more rows of mean 0.
    const l2 = options.l2 + (kind === 'categorical' ? 10 : 0);
    const worth = (rows: readonly number[]): number => {
      const [sum, weight] = sums(rows, g, h);
      return shrunk(sum, options.l1) ** 2 / (weight + l2);
    };
    const step = (level: number): number => {
      const [sum, weight] = sums(
        side.rows.filter((row) => values[row] === level),
        g,
        h,
      );
      return sum / (weight + l2);
    };
    const steps = new Map(present.map((value) => [value, kind === 'numeric' ? value : step(value)]));
    for (const chosen of prefixes(steps)) {
      for (const withMissing of missing.length > 0 ? [true, false] : [false]) {
        const goesLeft = (row: number): boolean =>
          Number.isNaN(values[row]) ? withMissing : chosen.has(values[row]);
        const left = side.rows.filter(goesLeft);
        const right = side.rows.filter((row) => !goesLeft(row));
        if (Math.min(left.length, right.length) < Math.max(1, options.minLeaf)) continue;
        if (Math.min(sums(left, g, h)[1], sums(right, g, h)[1]) < Math.max(1e-9, options.minHessian))
          continue;
        const gain = worth(left) + worth(right) - worth(side.rows);
        if (gain > (best?.gain ?? 0)) best = { gain, left, right };
      }
    }
  }
  return best;
}

/** The first value, the first two, ... in the order of what they map to. */
function prefixes(order: ReadonlyMap<number, number>): Set<number>[] {
  const sorted = [...order].sort(([, a], [, b]) => a - b).map(([value]) => value);
  return sorted.map((_, i) => new Set(sorted.slice(0, i + 1)));
}

function sums(rows: readonly number[], g: Float64Array, h: Float64Array): [number, number] {
  let [sum, weight] = [0, 0];
  for (const row of rows) {
    sum += g[row];
    weight += h[row];
  }
  return [sum, weight];
}

function shrunk(sum: number, l1: number): number {
  return Math.sign(sum) * Math.max(0, Math.abs(sum) - l1);
}
