import type { Random } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import type { Bench } from '../engine/job.js';
import type { Loops } from '../engine/loops.js';
import type { Views } from '../engine/memory.js';
import type { TreeWriter } from '../model/tree-writer.js';
import { setWords } from '../model/trees.js';
import { momentWidth } from './moment.js';
import { MomentRelabel } from './moment-relabel.js';
import { binRoom, fewRows, makeNode, nodeAt, nodeBytes, pairsOf } from './node.js';
import type { GrowthPlan } from './plan.js';
import { Records, recordBytes } from './records.js';
import { prepareRelabel, type Relabel } from './relabelling.js';

/** Bins added to histograms between two looks at the task. */
const portion = 2 ** 25;

/** Bytes of memory that a grower takes. */
export function growerBytes(plan: Omit<GrowthPlan, 'relabelling'>): number {
  const { mostRows, values, features, mtry } = plan;
  const pairs = pairsOf(values, plan.weights !== 0);
  return (
    nodeBytes(pairs) +
    recordBytes(plan) +
    mostRows * (8 * values + 16 * pairs) +
    Math.min(mtry, features) * binRoom * pairs * 16 +
    (features + 1) * (4 * fewRows + 4) +
    fewRows * 16 * pairs +
    8 * (momentWidth(plan.moment) + 1) +
    2 ** 13
  );
}

/**
 * Grows the trees of a forest, depth first, with a fresh draw of features at each node. Rows that estimate (honest rows) are
 * parted along but never looked at otherwise; a split that would leave a side without any is not made.
 *
 * Nodes with many rows are split by histograms. From {@link fewRows} rows on down the rows of a node are sorted by each
 * feature once, and its descendants part those lists instead of sorting again.
 */
export class TreeGrower {
  /** Rows of a tree: their numbers are put there by the caller, and reordered by {@link grow}. */
  readonly splitting: Records;
  readonly estimating: Records;
  private readonly loops: Loops;
  /** Of all memory: it does not grow while a job runs. */
  private readonly views: Views;
  private readonly node: number;
  private readonly rho: number;
  private readonly payload: number;
  private readonly histograms: number;
  private readonly drawn: number;
  private readonly lists: number;
  private readonly keys: number;
  /** Bytes of the lists of keys; there are two sets of them, and a node's children use the one that it does not. */
  private readonly keyBytes: number;
  private readonly keyScratch: number;
  private readonly fewRowsAt: number;
  private readonly sums: number;
  private readonly relabel: Relabel;
  private readonly pairs: number;
  private readonly width: number;
  private readonly mtry: number;
  private readonly stack: number[] = [];
  private readonly fewStack: number[] = [];
  private readonly set = new Uint32Array(setWords);
  private isHonest = false;

  /**
   * @param writer takes the trees
   * @param keep is given the rows of every leaf, in the order of the leaves: `count` row numbers from address `rows` on
   */
  constructor(
    private readonly plan: GrowthPlan,
    bench: Bench,
    private readonly writer: TreeWriter,
    private readonly keep?: (rows: number, count: number) => void,
  ) {
    const { arena, memory, loops } = bench;
    const { mostRows, values, varying } = plan;
    const weighted = plan.weights !== 0;
    this.loops = loops;
    this.views = memory.views;
    this.pairs = pairsOf(values, weighted);
    this.width = momentWidth(plan.moment);
    this.mtry = Math.min(plan.mtry, varying.length);
    this.node = makeNode(arena, values, weighted, plan.unit, plan.minLeaf);
    this.splitting = new Records(plan, bench, false);
    this.estimating = new Records(plan, bench, true);
    this.rho = arena.take(8 * values * mostRows);
    this.payload = arena.take(16 * this.pairs * Math.max(mostRows, fewRows));
    this.histograms = arena.take(this.mtry * binRoom * this.pairs * 16);
    this.drawn = arena.copy(Uint16Array.from(varying));
    this.lists = arena.copy(Uint16Array.of(plan.features, ...varying));
    this.keyBytes = (plan.features + 1) * fewRows * 2;
    this.keys = arena.take(2 * this.keyBytes);
    this.keyScratch = arena.take(1024);
    this.fewRowsAt = arena.take(4 * fewRows);
    this.sums = arena.take(8 * (this.width + 1));
    this.relabel = plan.relabelling
      ? prepareRelabel(bench, plan.relabelling)
      : plan.moment.parameters > 1
        ? new MomentRelabel(plan.moment, memory, this.splitting.moments)
        : {
            width: 1,
            relabel: (rows, count, rho) => loops.relabelRatio(rows, count, this.splitting.moments, rho) !== 0,
          };
  }

  /** Grows a tree from the rows at {@link splitting} and {@link estimating}; without any of the latter the former estimate. */
  grow(splitting: number, estimating: number, random: Random, task: Task): void {
    const { stack } = this;
    this.isHonest = estimating > 0;
    this.views.u16.set(this.plan.varying, this.drawn >>> 1);
    this.splitting.gather(splitting);
    this.estimating.gather(estimating);
    stack.length = 0;
    stack.push(this.writer.begin(), 0, splitting, 0, estimating);
    while (stack.length > 0) {
      const honest = stack.pop() ?? 0;
      const honestFrom = stack.pop() ?? 0;
      const count = stack.pop() ?? 0;
      const from = stack.pop() ?? 0;
      const treeNode = stack.pop() ?? 0;
      task.check();
      if (count <= fewRows) this.growFew(treeNode, from, count, honestFrom, honest, random);
      else if (!this.splitMany(treeNode, from, count, honestFrom, honest, random, task)) {
        this.leaf(treeNode, from, count, honestFrom, honest);
      }
    }
  }

  /** Splits a node by histograms; false where it is to be a leaf. */
  private splitMany(
    treeNode: number,
    from: number,
    count: number,
    honestFrom: number,
    honest: number,
    random: Random,
    task: Task,
  ): boolean {
    const { loops, plan, node, payload, histograms, drawn, splitting } = this;
    const rows = splitting.places + 4 * from;
    if (!this.begin(rows, count, 0)) return false;
    const features = this.drawFeatures(random);
    const bytes = 16 * this.pairs;
    loops.clearHistograms(histograms, features * binRoom * bytes);
    const step = Math.max(1, Math.floor(portion / features));
    for (let first = 0; first < count; first += step) {
      task.check();
      const part = Math.min(step, count - first);
      const [paid, parted] = [payload + first * bytes, rows + 4 * first];
      loops.addToHistograms(
        node,
        paid,
        parted,
        part,
        splitting.lines,
        plan.stride,
        drawn,
        features,
        histograms,
      );
    }
    loops.searchHistograms(node, drawn, features, plan.kinds, plan.binCounts, histograms);
    const feature = this.found();
    if (feature < 0) return false;
    const table = node + nodeAt.table;
    const honestLeft = this.estimating.part(honestFrom, honest, feature, table);
    if (this.isHonest && (honestLeft === 0 || honestLeft === honest)) return false;
    const left = splitting.part(from, count, feature, table);
    const child = this.write(treeNode, feature);
    this.stack.push(child + 1, from + left, count - left, honestFrom + honestLeft, honest - honestLeft);
    this.stack.push(child, from, left, honestFrom, honestLeft);
    return true;
  }

  /** Grows all that is below a node with few rows, by lists of keys sorted once. */
  private growFew(
    treeNode: number,
    first: number,
    total: number,
    honestFirst: number,
    honestTotal: number,
    random: Random,
  ): void {
    const { plan, loops, keys, fewStack: stack } = this;
    if (total < 2 * plan.minLeaf) {
      this.leaf(treeNode, first, total, honestFirst, honestTotal);
      return;
    }
    const { u16, u32 } = this.views;
    const rows = this.splitting.places + 4 * first;
    u32.copyWithin(this.fewRowsAt >>> 2, rows >>> 2, (rows >>> 2) + total);
    const locals = (keys >>> 1) + plan.features * fewRows;
    for (let i = 0; i < total; i++) u16[locals + i] = i;
    const { length } = plan.varying;
    loops.sortKeys(
      rows,
      total,
      this.splitting.lines,
      plan.stride,
      this.lists + 2,
      length,
      keys,
      this.keyScratch,
    );
    stack.push(treeNode, first, total, honestFirst, honestTotal, 0);
    while (stack.length > 0) {
      const set = stack.pop() ?? 0;
      const honest = stack.pop() ?? 0;
      const honestFrom = stack.pop() ?? 0;
      const count = stack.pop() ?? 0;
      const from = stack.pop() ?? 0;
      const here = stack.pop() ?? 0;
      if (
        count < 2 * plan.minLeaf ||
        !this.splitFew(here, from, count, honestFrom, honest, set, 2 * (from - first), random)
      ) {
        this.leaf(here, from, count, honestFrom, honest);
      }
    }
  }

  /** Splits a node by its lists of keys, which start `at` bytes into those of a set; false where it is to be a leaf. */
  private splitFew(
    treeNode: number,
    from: number,
    count: number,
    honestFrom: number,
    honest: number,
    set: number,
    at: number,
    random: Random,
  ): boolean {
    const { loops, plan, node, drawn } = this;
    const keys = this.keys + set * this.keyBytes + at;
    const others = this.keys + (1 - set) * this.keyBytes + at;
    const rows = this.splitting.places + 4 * from;
    if (!this.begin(rows, count, keys + 2 * plan.features * fewRows)) return false;
    const features = this.drawFeatures(random);
    loops.searchKeys(node, drawn, features, plan.kinds, keys, this.payload);
    const feature = this.found();
    if (feature < 0) return false;
    const honestLeft = this.partHonest(feature, honestFrom, honest);
    if (this.isHonest && (honestLeft === 0 || honestLeft === honest)) return false;
    const left = this.partFew(feature, rows, count, keys, others);
    const child = this.write(treeNode, feature);
    const [right, honestRight] = [count - left, honest - honestLeft];
    this.fewStack.push(child + 1, from + left, right, honestFrom + honestLeft, honestRight, 1 - set);
    this.fewStack.push(child, from, left, honestFrom, honestLeft, 1 - set);
    return true;
  }

  /** Parts the lists of keys, and with them the rows, as far as anyone will look at them again; returns the number on the left. */
  private partFew(feature: number, rows: number, count: number, keys: number, to: number): number {
    const { loops, plan, node, lists, keyScratch: flags } = this;
    const left = loops.flagKeys(keys, feature, count, node + nodeAt.table, flags);
    const goesOn = Math.max(left, count - left) >= 2 * plan.minLeaf;
    if (!goesOn && this.isHonest) return left;
    const parted = goesOn ? plan.varying.length + 1 : 1;
    loops.partKeys(keys, lists, parted, count, left, flags, to);
    loops.rowsOfKeys(to + 2 * plan.features * fewRows, count, this.fewRowsAt, rows);
    return left;
  }

  /** Relabels the rows of a node and sums them up; false where they are all alike. */
  private begin(rows: number, count: number, locals: number): boolean {
    const { plan, node, splitting } = this;
    if (!this.relabel.relabel(this.asRelabelled(rows, count), count, this.rho)) return false;
    this.loops.fillPayload(
      node,
      rows,
      count,
      this.rho,
      splitting.packs,
      splitting.weights,
      locals,
      this.payload,
    );
    const { f64 } = this.views;
    f64[(node + nodeAt.leastSize) >>> 3] = plan.balance * f64[(node + nodeAt.size) >>> 3];
    return true;
  }

  /** The rows as their relabelling knows them: one of a family by their numbers in the grower, others by those of the records. */
  private asRelabelled(places: number, count: number): number {
    return this.plan.relabelling ? this.splitting.idsOf(places, count) : places;
  }

  /** Brings a draw of the varying features to the front of their list; returns how many. */
  private drawFeatures(random: Random): number {
    const { mtry } = this;
    const { length } = this.plan.varying;
    if (mtry === length) return mtry;
    const { u16 } = this.views;
    const first = this.drawn >>> 1;
    for (let i = 0; i < mtry; i++) {
      const pick = first + i + random.below(length - i);
      const feature = u16[pick];
      u16[pick] = u16[first + i];
      u16[first + i] = feature;
    }
    return mtry;
  }

  /** The feature of the split found, its table filled; -1 where there is none. */
  private found(): number {
    const { i32 } = this.views;
    const at = this.node >>> 2;
    const feature = i32[at + nodeAt.feature / 4];
    if (feature < 0) return -1;
    if (i32[at + nodeAt.isSet / 4] === 1) return this.writer.hasRoomForSet ? feature : -1;
    this.loops.fillTable(this.node);
    return feature;
  }

  /** Parts honest rows of a node with few rows, which stay where they are. */
  private partHonest(feature: number, from: number, count: number): number {
    if (!this.isHonest) return 0;
    const { places, lines, spare } = this.estimating;
    const table = this.node + nodeAt.table;
    return this.loops.partitionRows(
      places + 4 * from,
      count,
      lines + feature,
      this.plan.stride,
      table,
      spare,
    );
  }

  /** Writes the split found; returns the left child. */
  private write(treeNode: number, feature: number): number {
    const { i32, u8 } = this.views;
    const at = this.node >>> 2;
    const missingLeft = i32[at + nodeAt.missingLeft / 4] === 1;
    if (i32[at + nodeAt.isSet / 4] === 0) {
      return this.writer.splitNumbers(treeNode, feature, i32[at + nodeAt.bin / 4] - 1, missingLeft);
    }
    this.set.fill(0);
    for (let bin = 1; bin < binRoom; bin++) {
      this.set[bin >>> 5] |= u8[this.node + nodeAt.table + bin] << (bin & 31);
    }
    return this.writer.splitGroups(treeNode, feature, this.set, missingLeft);
  }

  private leaf(treeNode: number, from: number, count: number, honestFrom: number, honest: number): void {
    const { loops, sums, width } = this;
    const records = this.isHonest ? this.estimating : this.splitting;
    const own = this.isHonest ? honest : count;
    const rows = records.idsOf(records.places + 4 * (this.isHonest ? honestFrom : from), own);
    loops.sumMoments(rows, own, this.plan.moments, width, this.plan.weights, sums);
    const { f64 } = this.views;
    const weight = f64[(sums >>> 3) + width];
    const leaf = this.writer.leaf(treeNode, weight);
    for (let j = 0; j < width; j++) this.writer.setValue(leaf, j, f64[(sums >>> 3) + j] / weight);
    this.keep?.(rows, own);
  }
}
