import { type Task, unwatched } from '../../task.js';
import type { Objective, TreeEnsemble } from '../model/ensemble.js';
import { type CategoryCodes, codeCategories, levelValues } from './category-codes.js';
import type { CategorySet, ForeignModel, ForeignTree } from './foreign-model.js';
import { notWritable } from './refusals.js';
import { toForeign } from './to-foreign.js';

const library = 'LightGBM';
const mostRows = 2 ** 30;

/** What LightGBM calls an objective; it has no Cox model. */
const objectives: Readonly<Record<Exclude<Objective, 'cox'>, (outputs: number) => string>> = {
  squared: () => 'regression',
  huber: () => 'huber',
  quantile: () => 'quantile',
  poisson: () => 'poisson',
  logistic: () => 'binary sigmoid:1',
  softmax: (outputs) => `multiclass num_class:${outputs}`,
  pairwise: () => 'lambdarank',
  lambdamart: () => 'lambdarank',
};

/**
 * A model as text that LightGBM 3 and 4 load (`Booster(model_file=...)`), with the same raw scores. Where all levels of all
 * categorical columns are whole numbers they are LightGBM's category numbers; else these are the positions of the levels
 * and the file lists them, so that DataFrames with columns of type category are read right. Rows of leaves, which LightGBM's
 * Shapley values weigh by, are written as whole numbers.
 *
 * @throws InputError CS5043 for a Cox model, a name with blanks, and leaves of several numbers
 */
export function writeLightgbm(ensemble: TreeEnsemble, task: Task = unwatched): string {
  const { objective } = ensemble;
  if (objective === 'cox') throw notWritable(library, 'it has no Cox model');
  const model = toForeign(library, ensemble, task);
  const categories = codeCategories(model.features);
  const trees = model.trees.map((tree, t) => {
    task.check();
    return `Tree=${t}\n${writeTree(tree, categories)}\n\n`;
  });
  const levels = model.features.flatMap((feature) =>
    feature.categories ? [levelValues(feature.categories)] : [],
  );
  return [
    ...writeHeader(model, objectives[objective](model.outputs), categories),
    `tree_sizes=${trees.map((tree) => tree.length).join(' ')}`,
    '',
    `${trees.join('')}end of trees`,
    '',
    'feature_importances:',
    '',
    'parameters:',
    'end of parameters',
    '',
    `pandas_categorical:${categories.named ? JSON.stringify(levels) : 'null'}`,
    '',
  ].join('\n');
}

function writeHeader(model: ForeignModel, objective: string, { codes }: CategoryCodes): string[] {
  const { features, outputs } = model;
  for (const { name } of features) {
    if (name === '' || /\s/.test(name))
      throw notWritable(library, `${JSON.stringify(name)} has blanks, which its names cannot have`);
  }
  const ranges = features.map((_, j) => (codes[j] ? codes[j].join(':') || 'none' : '[-1e+300:1e+300]'));
  return [
    'tree',
    'version=v4',
    `num_class=${outputs}`,
    `num_tree_per_iteration=${outputs}`,
    'label_index=0',
    `max_feature_idx=${features.length - 1}`,
    `objective=${objective}`,
    `feature_names=${features.map(({ name }) => name).join(' ')}`,
    `feature_infos=${ranges.join(' ')}`,
  ];
}

function writeTree(tree: ForeignTree, categories: CategoryCodes): string {
  const nodes = [...tree.feature.keys()];
  const splits = nodes.filter((node) => tree.feature[node] >= 0);
  const leaves = nodes.filter((node) => tree.feature[node] < 0);
  const rows = wholeRows(tree, leaves);
  const numbers = new Map([
    ...splits.map((node, i) => [node, i] as const),
    ...leaves.map((node, i) => [node, -1 - i] as const),
  ]);
  const sets = new SetWords();
  const lines = splits.map((node) => writeSplit(tree, node, sets, categories));
  const child = (side: 'left' | 'right') => lines.map((line) => numbers.get(line[side])).join(' ');
  return [
    `num_leaves=${leaves.length}`,
    `num_cat=${sets.count}`,
    `split_feature=${splits.map((node) => tree.feature[node]).join(' ')}`,
    `split_gain=${splits.map(() => 0).join(' ')}`,
    `threshold=${lines.map(({ threshold }) => threshold).join(' ')}`,
    `decision_type=${lines.map(({ type }) => type).join(' ')}`,
    `left_child=${child('left')}`,
    `right_child=${child('right')}`,
    `leaf_value=${leaves.map((node) => tree.value[node]).join(' ')}`,
    `leaf_weight=${leaves.map((node) => tree.cover[node]).join(' ')}`,
    `leaf_count=${leaves.map((node) => rows[node]).join(' ')}`,
    `internal_value=${splits.map(() => 0).join(' ')}`,
    `internal_weight=${splits.map((node) => rows[node]).join(' ')}`,
    `internal_count=${splits.map((node) => rows[node]).join(' ')}`,
    ...sets.lines(),
    'is_linear=0',
    'shrinkage=1',
    '',
  ].join('\n');
}

interface SplitLine {
  readonly threshold: number;
  readonly type: number;
  readonly left: number;
  readonly right: number;
}

/** Missing values are NaN, which go right at every categorical split: where they go left here, the children are swapped. */
function writeSplit(tree: ForeignTree, node: number, sets: SetWords, { codes }: CategoryCodes): SplitLine {
  const [left, right, missingLeft] = [tree.left[node], tree.right[node], tree.missingLeft[node] === 1];
  const set = tree.sets.get(node);
  if (set === undefined) return { threshold: tree.threshold[node], type: missingLeft ? 10 : 8, left, right };
  const own = codes[tree.feature[node]] ?? [];
  const goesLeft = missingLeft ? outside(set, own.length) : Array.from(set.members);
  const threshold = sets.add(goesLeft.map((position) => own[position]));
  return missingLeft ? { threshold, type: 9, left: right, right: left } : { threshold, type: 9, left, right };
}

function outside({ members }: CategorySet, count: number): number[] {
  const held = new Set(Array.from(members));
  return Array.from({ length: count }, (_, position) => position).filter((position) => !held.has(position));
}

/** The sets of a tree as LightGBM lays them out: bits of words of 32, set after set. */
class SetWords {
  private readonly boundaries = [0];
  private readonly words: number[] = [];

  get count(): number {
    return this.boundaries.length - 1;
  }

  add(codes: readonly number[]): number {
    const words = new Uint32Array(1 + codes.reduce((most, code) => Math.max(most, code >>> 5), 0));
    for (const code of codes) words[code >>> 5] |= 1 << (code & 31);
    for (const word of words) this.words.push(word);
    this.boundaries.push(this.words.length);
    return this.count - 1;
  }

  lines(): string[] {
    if (this.count === 0) return [];
    return [`cat_boundaries=${this.boundaries.join(' ')}`, `cat_threshold=${this.words.join(' ')}`];
  }
}

/** Rows of every node in whole numbers of at least 1: as they are, or times a power of 2 where they are weights. */
function wholeRows(tree: ForeignTree, leaves: readonly number[]): Float64Array {
  const total = leaves.reduce((sum, leaf) => sum + tree.cover[leaf], 0);
  const whole = total <= mostRows && leaves.every((leaf) => Number.isInteger(tree.cover[leaf]));
  const scale = whole ? 1 : 2 ** Math.floor(Math.log2(mostRows / total));
  const rows = new Float64Array(tree.feature.length);
  for (let node = rows.length - 1; node >= 0; node--) {
    rows[node] =
      tree.feature[node] < 0
        ? Math.max(1, Math.round(tree.cover[node] * scale))
        : rows[tree.left[node]] + rows[tree.right[node]];
  }
  return rows;
}
