import { createRandom, type Random, sampleSorted } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { type Bench, defineJob } from '../engine/job.js';
import { TreeWriter } from '../model/tree-writer.js';
import type { Trees } from '../model/trees.js';
import { boundLeaves } from './constraints.js';
import type { FitPlan } from './fit-plan.js';
import { type FixedPoint, fixedPoint } from './fixed-point.js';
import { type GrowingLeaf, type GrownTree, writeTree } from './growing-tree.js';
import {
  blockRows,
  columnBytes,
  lineBytes,
  lineFeatures,
  type OwnLayout,
  placeOwn,
  recordBytes,
} from './layout.js';
import { Lockstep } from './lockstep.js';
import { createLoss } from './objectives/create-loss.js';
import type { Loss } from './objectives/loss.js';
import { queriesAtOnce } from './objectives/queries.js';
import { bestValue } from './plain-loops.js';
import { TreeGrower } from './tree-grower.js';

/** What a fit yields: its trees and the rounds to keep. */
export interface Boosted {
  readonly trees: Trees;
  readonly rounds: number;
}

/** Fits all rounds on all threads in lockstep, or on this one alone; the first thread's result is that of the fit. */
export const boostJob = defineJob<FitPlan, Boosted | undefined>('boost', (place, plan, task) => {
  const bench = plan.shape.members === 1 ? { ...place, member: 0, members: 1 } : place;
  const boosting = new Boosting(bench, plan, task);
  boosting.run();
  return bench.member === 0 ? boosting.result() : undefined;
});

/** A split has to gain more than this share of what the average row could: less is noise of the arithmetic. */
const leastGain = 1e-10;

class Boosting {
  private readonly own: OwnLayout;
  private readonly lockstep: Lockstep;
  private readonly grower: TreeGrower;
  private readonly loss: Loss;
  private readonly judge: Loss | undefined;
  private readonly writer = new TreeWriter(1, 'double');
  private readonly allFeatures: Int32Array;
  private minGain = 0;
  private rounds = 0;
  private bestLoss = Number.POSITIVE_INFINITY;
  private bestRounds = 0;

  constructor(
    private readonly bench: Bench,
    private readonly plan: FitPlan,
    private readonly task: Task,
  ) {
    const { shape, layout, objective, details, judge } = plan;
    this.own = placeOwn(shape, bench.arena);
    this.lockstep = new Lockstep(bench, layout.lockstep, task);
    this.grower = new TreeGrower(bench, plan, this.own, this.lockstep, task);
    const y = this.doubles(layout.y, shape.rows);
    const weights = plan.weighted ? this.doubles(layout.weights, shape.rows) : undefined;
    this.loss = createLoss(objective, { ...details, y, weights }, task);
    this.judge = judge && bench.member === 0 ? createLoss(objective, judge, task) : undefined;
    this.allFeatures = Int32Array.from({ length: shape.features }, (_, feature) => feature);
  }

  run(): void {
    const { rounds } = this.plan.settings;
    const { outputs } = this.plan.shape;
    this.fillLines();
    for (; this.rounds < rounds; this.rounds++) {
      this.task.report(this.rounds / rounds);
      this.derive();
      if (this.rounds === 0) this.minGain = this.leastGain();
      let splits = 0;
      const trees: [GrownTree, Float64Array][] = [];
      for (let output = 0; output < outputs; output++) {
        const [tree, values] = this.addTree(output);
        splits += tree.splits.length;
        trees.push([tree, values]);
      }
      if (splits === 0 && !this.draws) return;
      for (const [tree, values] of trees) writeTree(this.writer, tree, values);
      if (this.plan.shape.validation > 0 && this.isEnough()) {
        this.rounds++;
        return;
      }
    }
  }

  result(): Boosted {
    return { trees: this.writer.finish(), rounds: this.bestRounds || this.rounds };
  }

  private doubles(address: number, count: number): Float64Array {
    return this.bench.memory.views.f64.subarray(address >>> 3, (address >>> 3) + count);
  }

  /** Whether trees see some rows or features only. */
  private get draws(): boolean {
    const { rowShare, columnShare } = this.plan.settings;
    return rowShare < 1 || columnShare < 1;
  }

  /** Copies the own share of rows from columns to lines. */
  private fillLines(): void {
    const { shape, layout } = this.plan;
    const { loops } = this.bench;
    const [from, to] = this.lockstep.share(shape.rows);
    const bytes = lineBytes(shape.features);
    for (let feature = 0; feature < shape.features; feature++) {
      this.task.check();
      const place = feature % lineFeatures;
      const block = layout.lines + (feature - place) * shape.rows;
      const column = layout.columns + feature * columnBytes(shape) + from;
      loops.scatterColumn(column, to - from, block + from * bytes, bytes, place);
    }
  }

  /** Gradients and Hessians of all rows in all outputs, and their sums by block. */
  private derive(): void {
    const { shape, layout } = this.plan;
    const { rows, outputs } = shape;
    const margin = this.doubles(layout.margin, rows * outputs);
    const gradient = this.doubles(layout.gradient, rows * outputs);
    const hessian = this.doubles(layout.hessian, rows * outputs);
    const derive = (from: number, to: number): void => {
      this.task.check();
      if (to > from) this.loss.derive(margin, from, to, gradient, hessian);
    };
    const { groups, rowWise } = this.loss;
    const [firstBlock, lastBlock] = this.lockstep.share(Math.ceil(rows / blockRows));
    if (!rowWise) {
      if (groups) {
        const [first, last] = this.lockstep.share(groups.length);
        for (let group = first; group < last; group += queriesAtOnce) {
          const next = Math.min(last, group + queriesAtOnce);
          derive(groups[group], groups[next] ?? rows);
        }
      } else if (this.bench.member === 0) derive(0, rows);
      this.lockstep.meet();
    }
    for (let block = firstBlock; block < lastBlock; block++) {
      const from = block * blockRows;
      const count = Math.min(blockRows, rows - from);
      if (rowWise) derive(from, from + count);
      for (let output = 0; output < outputs; output++) {
        const at = 8 * (output * rows + from);
        const measure = layout.measures + 16 * (output * Math.ceil(rows / blockRows) + block);
        this.bench.loops.measureRows(layout.gradient + at, layout.hessian + at, count, measure);
      }
    }
    this.lockstep.meet();
  }

  /** The gain below which a split is noise, from the gradients at the start, or more where the option says so. */
  private leastGain(): number {
    const { layout, shape, settings } = this.plan;
    const count = shape.rows * shape.outputs;
    const gradient = this.doubles(layout.gradient, count);
    const hessian = this.doubles(layout.hessian, count);
    let sum = 0;
    for (let i = 0; i < count; i++) sum += gradient[i] ** 2 / Math.max(1e-12, hessian[i]);
    return Math.max(settings.minGain, leastGain * (sum / count));
  }

  /** One tree for an output: grown, given values and added to the margins. */
  private addTree(output: number): [GrownTree, Float64Array] {
    const { shape, layout } = this.plan;
    const number = this.plan.treesBefore + this.rounds * shape.outputs + output;
    const fixed = this.pack(output);
    this.drawRows(number);
    this.lockstep.meet();
    const drawn = this.bench.memory.views.i32[layout.drawn >>> 2];
    const inOrder = drawn === shape.rows;
    const tree = this.grower.grow(drawn, inOrder, this.drawFeatures(number), fixed, this.minGain);
    const values = this.leafValues(tree, output);
    this.lockstep.meet();
    this.addToMargins(tree, values, output, drawn);
    this.lockstep.meet();
    return [tree, values];
  }

  /** Gradients of an output in fixed point; all threads find the same units. */
  private pack(output: number): FixedPoint {
    const { shape, layout } = this.plan;
    const { rows, wide } = shape;
    const blocks = Math.ceil(rows / blockRows);
    const measures = this.doubles(layout.measures + 16 * output * blocks, 2 * blocks);
    let [gSum, hSum] = [0, 0];
    for (let block = 0; block < blocks; block++) {
      gSum += measures[2 * block];
      hSum += measures[2 * block + 1];
    }
    const fixed = fixedPoint(rows, gSum, hSum, wide ? undefined : this.loss.constantHessian);
    const [from, to] = this.lockstep.share(rows);
    const at = 8 * (output * rows + from);
    this.bench.loops.packRows(
      layout.gradient + at,
      layout.hessian + at,
      to - from,
      layout.packed + recordBytes(wide) * from,
      fixed.gScale,
      fixed.hScale,
      fixed.countShift,
      wide ? 1 : 0,
      from * lineBytes(shape.features),
      lineBytes(shape.features),
    );
    return fixed;
  }

  /** Lists the rows of a tree, then the others, each in their order: the first thread for all. */
  private drawRows(number: number): void {
    if (this.bench.member > 0) return;
    const { shape, layout } = this.plan;
    const { rows } = shape;
    const { i32 } = this.bench.memory.views;
    const isDrawn = this.draw(createRandom(this.plan.settings.seed, 2 * number));
    const order = layout.order >>> 2;
    let drawn = 0;
    let rest = layout.rest >>> 2;
    for (let row = 0; row < rows; row++) {
      if (isDrawn(row)) i32[order + drawn++] = row;
      else i32[rest++] = row;
    }
    i32[layout.drawn >>> 2] = drawn;
  }

  /** Draws rows, or clusters of them, without replacement: a test to ask of each row, first to last. */
  private draw(random: Random): (row: number) => boolean {
    const { settings, shape, clusterOf } = this.plan;
    if (settings.rowShare >= 1) return () => true;
    if (!clusterOf) return sequentialDraw(shape.rows, settings.rowShare, random);
    const clusters = clusterOf.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
    const next = sequentialDraw(clusters, settings.rowShare, random);
    const drawn = Array.from({ length: clusters }, next);
    return (row) => drawn[clusterOf[row]];
  }

  private drawFeatures(number: number): Int32Array {
    const { columnShare, seed } = this.plan.settings;
    if (columnShare >= 1) return this.allFeatures;
    const count = share(this.allFeatures.length, columnShare);
    return sampleSorted(this.allFeatures, count, createRandom(seed, 2 * number + 1));
  }

  /** What each leaf adds to the margins, the learning rate in it. */
  private leafValues(tree: GrownTree, output: number): Float64Array {
    const { settings, monotone, layout, shape } = this.plan;
    const { learningRate } = settings;
    if (!this.loss.leafValue) return Float64Array.from(tree.leaves, (leaf) => learningRate * this.step(leaf));
    const shared = this.doubles(layout.leafValues, tree.leaves.length);
    const margin = this.doubles(layout.margin, shape.rows * shape.outputs);
    const { i32 } = this.bench.memory.views;
    tree.leaves.forEach(({ list, from, to }, i) => {
      if (i % this.bench.members !== this.bench.member) return;
      this.task.check();
      const rows = i32.subarray(list >>> 2, (list >>> 2) + to);
      shared[i] = learningRate * (this.loss.leafValue?.(margin, output, rows, from, to) ?? 0);
    });
    this.lockstep.meet();
    const values = shared.slice();
    if (monotone) boundLeaves(tree, values, monotone);
    return values;
  }

  private step({ gradient, hessian, low, high }: GrowingLeaf): number {
    const { l1, l2 } = this.plan.settings;
    if (!(hessian + l2 > 0)) return 0;
    const newton = bestValue(gradient, hessian + l2, l1, low, high);
    return this.loss.leafStep?.(newton) ?? newton;
  }

  private addToMargins(tree: GrownTree, values: Float64Array, output: number, drawn: number): void {
    const { shape, layout } = this.plan;
    const { rows, validation } = shape;
    const margin = layout.margin + 8 * output * rows;
    tree.leaves.forEach(({ list, from, to }, i) => {
      const [first, last] = this.lockstep.share(to - from);
      this.bench.loops.addToRows(list, from + first, from + last, margin, values[i]);
    });
    if (drawn === rows && validation === 0) return;
    this.tabulate(tree, values);
    this.route(layout.rest, rows - drawn, margin, 0);
    this.route(layout.validationList, validation, layout.validationMargin + 8 * output * validation, rows);
  }

  /** The tree as `routeRows` reads it; which bins go left stands in the table since it grew. */
  private tabulate(tree: GrownTree, values: Float64Array): void {
    const { i32, f64 } = this.bench.memory.views;
    const { nodes, nodeValues } = this.own;
    tree.splits.forEach(({ node, feature }, i) => {
      i32.set([feature, 2 * i + 1], (nodes >>> 2) + 2 * node);
    });
    tree.leaves.forEach(({ node }, i) => {
      i32[(nodes >>> 2) + 2 * node] = -1;
      f64[(nodeValues >>> 3) + node] = values[i];
    });
  }

  private route(list: number, count: number, margin: number, first: number): void {
    const { layout, shape } = this.plan;
    const { nodes, nodeValues, goesLeft } = this.own;
    const [from, to] = this.lockstep.share(count);
    for (let at = from; at < to; at += rowsAtOnce) {
      this.task.check();
      this.bench.loops.routeRows(
        list,
        at,
        Math.min(to, at + rowsAtOnce),
        layout.columns,
        columnBytes(shape),
        nodes,
        nodeValues,
        goesLeft,
        margin,
        first,
      );
    }
  }

  /** Whether the loss on the rows to validate on has not fallen for so long that the rounds are over. */
  private isEnough(): boolean {
    const { layout, shape, settings } = this.plan;
    const { i32 } = this.bench.memory.views;
    if (this.judge) {
      const done = this.rounds + 1;
      const loss = this.judge.value(this.doubles(layout.validationMargin, shape.validation * shape.outputs));
      if (loss < this.bestLoss) {
        this.bestLoss = loss;
        this.bestRounds = done;
      } else if (done - this.bestRounds >= settings.patience) i32[layout.over >>> 2] = 1;
    }
    this.lockstep.meet();
    return i32[layout.over >>> 2] === 1;
  }
}

/** Rows that are routed between two looks at whether to stop. */
const rowsAtOnce = 2 ** 16;

/** Says of `count` items, asked of one after another, whether each is among a share of them (Knuth, algorithm S). */
function sequentialDraw(count: number, part: number, random: Random): () => boolean {
  let wanted = share(count, part);
  let left = count;
  return () => {
    if (wanted === 0 || !(random.next() * left-- < wanted)) return false;
    wanted--;
    return true;
  };
}

function share(count: number, part: number): number {
  return Math.max(1, Math.round(count * Math.min(1, part)));
}
