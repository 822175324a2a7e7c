import { featuresOf, selectRows } from '../data/features.js';
import type { PolicyTreeNode } from '../result.js';
import { rowsWhere } from '../statistics/folds.js';
import { createRandom, sampleSorted } from '../statistics/random.js';
import type { Task } from '../task.js';
import { gainParts } from './policy-value.js';
import type { Setting } from './setting.js';
import { bestSplit } from './trees/one-split.js';
import { armOf, type PolicyNode, partRows } from './trees/policy-node.js';
import { type Depth, growPolicyTree } from './trees/policy-tree.js';
import { type SplitColumn, splitColumns } from './trees/split-columns.js';

/** Prices are searched on no more rows than this. */
const rowsToPrice = 10_000;
const halvings = 7;

/** A readable policy: the tree of all rows, and what trees that have not seen a row's fold give it. */
export interface ReadablePolicy {
  readonly root: PolicyTreeNode;
  /** Place of the arm of each row by the tree grown without its fold; -1 for none. */
  readonly arm: Int32Array;
}

/** Columns of the effect's modifiers that questions can be asked about, over the rows of the sample. */
export function questionColumns({ evidence, request, rows }: Setting): SplitColumn[] {
  const names = evidence.modifiers.filter((name) => request.table.columns.has(name));
  return splitColumns(selectRows(featuresOf(request.table, names), rows));
}

/**
 * The exact tree of a depth that gains most by doubly robust scores, grown on all rows that may be treated, beside those that leave out a
 * fold each: they judge it. Budget and capacity enter as a price of money and of a treated row, the lowest that keep them.
 */
export function readablePolicy(
  setting: Setting,
  columns: readonly SplitColumn[],
  depth: Depth,
  task: Task,
): ReadablePolicy {
  const { evidence, eligible, arms } = setting;
  const { foldOf, folds } = evidence;
  const grow = (rows: Int32Array, part: Task): PolicyNode => pricedTree(setting, columns, depth, rows, part);
  const arm = new Int32Array(foldOf.length).fill(-1);
  for (let fold = 0; fold < folds; fold++) {
    const part = task.part(
      fold / (folds + 1),
      (fold + 1) / (folds + 1),
      'Growing trees to judge the policy by',
    );
    const tree = grow(
      rowsWhere(foldOf, (own, row) => own !== fold && eligible[row] === 1),
      part,
    );
    for (const row of rowsWhere(foldOf, (own, row) => own === fold && eligible[row] === 1)) {
      arm[row] = armOf(tree, columns, row);
    }
  }
  const all = rowsWhere(eligible, (may) => may === 1);
  const tree = grow(all, task.part(folds / (folds + 1), 1, 'Growing the tree'));
  return { root: drawn(tree, columns, arms, all, all.length), arm };
}

/** The tree of the lowest prices at which it keeps budget and capacity on its rows. */
function pricedTree(
  setting: Setting,
  columns: readonly SplitColumn[],
  depth: Depth,
  rows: Int32Array,
  task: Task,
): PolicyNode {
  const { evidence, money, eligible, request } = setting;
  const { budget = Number.POSITIVE_INFINITY, capacity = Number.POSITIVE_INFINITY } = request.parameters;
  const { weights } = evidence;
  const sizeOf = (row: number): number => (weights ? weights[row] : 1);
  const sizesOf = (own: Int32Array): number => own.reduce((sum, row) => sum + sizeOf(row), 0);
  const all = sizesOf(rowsWhere(eligible, (may) => may === 1));
  const some = sampleSorted(rows, rowsToPrice, createRandom(evidence.seed, 62));
  /** The tree of some rows at prices of money and of a treated row, and what it would use on all rows. */
  const at = (price: number, place: number, own: Int32Array, part: Task) => {
    const gains = money.costs.map((cost, arm) => {
      const parts = gainParts(evidence, money, new Int32Array(evidence.foldOf.length).fill(arm));
      return parts.map((gain, row) => gain - sizeOf(row) * (price * cost + place));
    });
    const { tree } = growPolicyTree(depth, columns, gains, own, part);
    let [spent, treated] = [0, 0];
    for (const row of own) {
      const arm = armOf(tree, columns, row);
      if (arm < 0) continue;
      spent += sizeOf(row) * money.costs[arm];
      treated += sizeOf(row);
    }
    const scale = all / sizesOf(own);
    return { tree, spent: scale * spent, treated: scale * treated };
  };
  const pricing = task.part(0, 0.6);
  const price = lowest((own) => at(own, 0, some, pricing).spent <= budget);
  const place = lowest((own) => at(price, own, some, pricing).treated <= capacity);
  return at(price, place, rows, task.part(0.6, 1)).tree;
}

/** About the lowest price at which limits are kept: 0 where nothing has to be paid. */
function lowest(kept: (price: number) => boolean): number {
  if (kept(0)) return 0;
  let [low, high] = [0, 0.25];
  for (; !kept(high) && high < 1e12; high *= 4) low = high;
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2;
    if (kept(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** A tree in words, with the share of rows that come to each place. */
function drawn(
  tree: PolicyNode,
  columns: readonly SplitColumn[],
  arms: readonly string[],
  rows: Int32Array,
  all: number,
): PolicyTreeNode {
  const share = rows.length / all;
  if (tree.leaf) return { leaf: true, arm: tree.arm < 0 ? null : arms[tree.arm], share };
  const { yes, no } = partRows(columns[tree.column], tree.last, rows);
  return {
    leaf: false,
    question: columns[tree.column].question(tree.last),
    denial: columns[tree.column].denial(tree.last),
    share,
    yes: drawn(tree.yes, columns, arms, yes, all),
    no: drawn(tree.no, columns, arms, no, all),
  };
}

/** A question tells those who are treated from the others this well (Youden's index) or is not worth telling. */
const telling = 0.5;

/** Whom a policy treats, where one question tells most of them from the others. */
export function whomItTreats(
  columns: readonly SplitColumn[],
  eligible: Uint8Array,
  arm: Int32Array,
): string | undefined {
  const rows = rowsWhere(eligible, (may) => may === 1);
  const treated = rows.filter((row) => arm[row] >= 0).length;
  if (treated === 0 || treated === rows.length) return undefined;
  const votes = Float64Array.from(arm, (own) => (own >= 0 ? 1 / treated : -1 / (rows.length - treated)));
  const { tree, gain } = bestSplit(columns, [votes], rows);
  if (tree.leaf || gain < telling) return undefined;
  const column = columns[tree.column];
  return tree.yes.leaf && tree.yes.arm === 0 ? column.question(tree.last) : column.denial(tree.last);
}
