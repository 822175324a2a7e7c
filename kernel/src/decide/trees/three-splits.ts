import type { Task } from '../../task.js';
import { bestLeaf } from './one-split.js';
import { type Gains, type GrownTree, parted, partRows } from './policy-node.js';
import type { SplitColumn } from './split-columns.js';
import { bestTwoSplits, sweepTable } from './two-splits.js';

/** First and second questions are asked at no more values of a column than this; the last ones at all of them. */
export const gridValues = 32;

/** A column's ranks in few bins of about equal size. */
interface Grid {
  readonly bin: Int32Array;
  readonly count: number;
  /** Last rank of each bin. */
  readonly last: readonly number[];
}

/**
 * The best tree of three levels of questions. The first is searched on a grid of at most {@link gridValues} values per column, by joint tables
 * of sums over every two columns, which are kept up to date while rows pass from one side to the other; it is exact where columns have
 * no more values than that. What follows a first question is then grown anew by {@link bestTwoSplits}, over all values.
 */
export function bestThreeSplits(
  columns: readonly SplitColumn[],
  gains: Gains,
  rows: Int32Array,
  task: Task,
): GrownTree {
  const grids = columns.map((column) => gridOf(column, rows));
  const searching = task.part(0, 0.8);
  let best = { column: -1, bin: 0, gain: bestLeaf(gains, rows).gain };
  const whole = new PairTables(grids, gains);
  for (const row of rows) whole.add(row);
  for (const [column, grid] of grids.entries()) {
    searching.report(column / grids.length);
    const near = new PairTables(grids, gains);
    const far = whole.copy();
    for (const [bin, members] of membersOf(grid, rows).entries()) {
      task.check();
      for (const row of members) near.move(row, far);
      const gain = near.bestTree() + far.bestTree();
      if (gain > best.gain + 1e-12 * Math.abs(best.gain)) best = { column, bin, gain };
    }
  }
  if (best.column < 0) return bestTwoSplits(columns, gains, rows, task.part(0.8, 1));
  const last = grids[best.column].last[best.bin];
  const { yes, no } = partRows(columns[best.column], last, rows);
  const one = bestTwoSplits(columns, gains, yes, task.part(0.8, 0.9));
  const other = bestTwoSplits(columns, gains, no, task.part(0.9, 1));
  return { tree: parted(best.column, last, one.tree, other.tree), gain: one.gain + other.gain };
}

function gridOf({ rank, count }: SplitColumn, rows: Int32Array): Grid {
  const sizes = new Int32Array(count);
  for (const row of rows) sizes[rank[row]]++;
  const binOf = new Int32Array(count);
  const last: number[] = [];
  let before = 0;
  let part = -1;
  for (let k = 0; k < count; k++) {
    // Which of the equal parts of the rows a rank begins in.
    const now = count <= gridValues ? k : Math.floor((before / rows.length) * gridValues);
    if (now > part) last.push(k);
    part = now;
    last[last.length - 1] = k;
    binOf[k] = last.length - 1;
    before += sizes[k];
  }
  return { bin: Int32Array.from(rank, (k) => binOf[k]), count: last.length, last };
}

function membersOf({ bin, count }: Grid, rows: Int32Array): number[][] {
  const members: number[][] = Array.from({ length: count }, () => []);
  for (const row of rows) members[bin[row]].push(row);
  return members;
}

/** Sums of gains by the bins of every two columns, and of single ones by themselves. */
class PairTables {
  private readonly offsets: readonly Int32Array[];
  private readonly tables: readonly Float64Array[];

  constructor(
    private readonly grids: readonly Grid[],
    private readonly gains: Gains,
    tables?: readonly Float64Array[],
  ) {
    let size = 0;
    this.offsets = grids.map((one, i) =>
      Int32Array.from(grids, (other, j) => {
        if (j < i) return -1;
        const offset = size;
        size += one.count * other.count;
        return offset;
      }),
    );
    this.tables = tables ?? gains.map(() => new Float64Array(size));
  }

  copy(): PairTables {
    return new PairTables(
      this.grids,
      this.gains,
      this.tables.map((table) => table.slice()),
    );
  }

  add(row: number): void {
    this.put(row, 1);
  }

  /** Takes a row over from others. */
  move(row: number, from: PairTables): void {
    this.put(row, 1);
    from.put(row, -1);
  }

  private put(row: number, sign: number): void {
    const { grids, offsets, tables, gains } = this;
    const p = grids.length;
    for (let arm = 0; arm < tables.length; arm++) {
      const table = tables[arm];
      const value = sign * gains[arm][row];
      for (let i = 0; i < p; i++) {
        const bin = grids[i].bin[row];
        for (let j = i; j < p; j++) {
          table[offsets[i][j] + bin * grids[j].count + grids[j].bin[row]] += value;
        }
      }
    }
  }

  /** What the best tree of two levels of questions gains. */
  bestTree(): number {
    const { grids, offsets, tables } = this;
    const sides = grids.map(({ count }) => [new Float64Array(count), new Float64Array(count)] as const);
    for (let i = 0; i < grids.length; i++) {
      for (let j = i; j < grids.length; j++) {
        const [height, width] = [grids[i].count, grids[j].count];
        const own = tables.map((table) => table.subarray(offsets[i][j], offsets[i][j] + height * width));
        sweepTable(own, height, width, ...sides[i]);
        if (j > i)
          sweepTable(
            own.map((table) => turned(table, height, width)),
            width,
            height,
            ...sides[j],
          );
      }
    }
    let best = 0;
    for (const [upTo, beyond] of sides) {
      for (let k = 0; k < upTo.length; k++) best = Math.max(best, upTo[k] + beyond[k]);
    }
    return best;
  }
}

function turned(table: Float64Array, height: number, width: number): Float64Array {
  const other = new Float64Array(table.length);
  for (let i = 0; i < height; i++)
    for (let j = 0; j < width; j++) other[j * height + i] = table[i * width + j];
  return other;
}
