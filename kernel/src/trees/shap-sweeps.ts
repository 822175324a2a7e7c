import type { Task } from '../task.js';
import type { ShapPaths } from './shap-paths.js';
import { planShap, type ShapPlan, shapCases } from './shap-plan.js';
import { goesLeft, type Tree } from './tree.js';

/**
 * TreeSHAP in two sweeps over the nodes, for paths of any number of features; see {@link ShapPlan}. Time per row grows with
 * nodes x depth, space with the same.
 */
export class ShapSweeps {
  private readonly plan: ShapPlan;
  /** Per node and point: the product of the path's factors, then the sum over the leaves below of value times product. */
  private readonly product: Float64Array;
  private readonly below: Float64Array;
  /** Where in the tables of the plan the case of a node begins; -1 where an earlier edge on its feature was broken. */
  private readonly at: Int32Array;
  private readonly satisfied: Uint8Array;

  constructor(
    private readonly tree: Tree,
    private readonly paths: ShapPaths,
    private readonly leafValues: Float64Array,
  ) {
    this.plan = planShap(paths);
    const { plan } = this;
    const nodes = tree.feature.length;
    this.product = new Float64Array(nodes * plan.points).fill(1, 0, plan.points);
    this.below = new Float64Array(nodes * plan.points);
    this.at = new Int32Array(nodes);
    this.satisfied = new Uint8Array(nodes);
  }

  /** Adds the attributions of rows of prepared columns to `values`, features x rows.length. */
  add(columns: readonly Float64Array[], rows: Int32Array, values: Float64Array, task: Task): void {
    for (let i = 0; i < rows.length; i++) {
      task.check();
      this.sweepDown(columns, rows[i]);
      this.sweepUp(values, i, rows.length);
    }
  }

  private sweepDown(columns: readonly Float64Array[], row: number): void {
    const { tree, below, leafValues, product } = this;
    const { points } = this.plan;
    for (let node = 0; node < leafValues.length; node++) {
      const feature = tree.feature[node];
      const end = (node + 1) * points;
      if (feature < 0) {
        for (let q = node * points; q < end; q++) below[q] = leafValues[node] * product[q];
        continue;
      }
      for (let q = node * points; q < end; q++) below[q] = 0;
      const toLeft = goesLeft(tree, node, columns[feature][row]);
      this.enter(tree.left[node], node, toLeft);
      this.enter(tree.right[node], node, !toLeft);
    }
  }

  private enter(child: number, node: number, taken: boolean): void {
    const { plan, paths, product, satisfied } = this;
    const { points, ratio } = plan;
    const earlier = paths.earlier[child];
    const from = node * points;
    const to = child * points;
    if (earlier >= 0 && satisfied[earlier] === 0) {
      satisfied[child] = 0;
      this.at[child] = -1;
      const share = plan.brokenRatio[child];
      for (let q = 0; q < points; q++) product[to + q] = product[from + q] * share;
      return;
    }
    satisfied[child] = taken ? 1 : 0;
    const at = (child * shapCases + (taken ? 0 : 1)) * points;
    this.at[child] = at;
    for (let q = 0; q < points; q++) product[to + q] = product[from + q] * ratio[at + q];
  }

  private sweepUp(values: Float64Array, row: number, stride: number): void {
    const { tree, below } = this;
    const { parent } = this.paths;
    const { points, gain } = this.plan;
    for (let node = parent.length - 1; node > 0; node--) {
      const from = node * points;
      const to = parent[node] * points;
      const at = this.at[node];
      if (at < 0) {
        for (let q = 0; q < points; q++) below[to + q] += below[from + q];
        continue;
      }
      let sum = 0;
      for (let q = 0; q < points; q++) {
        const g = below[from + q];
        sum += g * gain[at + q];
        below[to + q] += g;
      }
      values[tree.feature[parent[node]] * stride + row] += sum;
    }
  }
}
