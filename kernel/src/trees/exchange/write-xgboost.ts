import { type Task, unwatched } from '../../task.js';
import type { Objective, TreeEnsemble } from '../model/ensemble.js';
import { type CategoryCodes, codeCategories } from './category-codes.js';
import { firstAbove } from './floats.js';
import type { ForeignModel, ForeignTree } from './foreign-model.js';
import { toForeign } from './to-foreign.js';

/** An objective as XGBoost writes it, and the `base_score` whose margin is 0. */
interface Written {
  readonly score: number;
  readonly json: (outputs: number) => Readonly<Record<string, unknown>>;
}

const ranking = (name: string) => ({ score: 0, json: () => ({ name, lambdarank_param: {} }) });

const objectives: Readonly<Record<Objective, Written>> = {
  squared: { score: 0, json: () => ({ name: 'reg:squarederror', reg_loss_param: {} }) },
  huber: { score: 0, json: () => ({ name: 'reg:pseudohubererror', pseudo_huber_param: {} }) },
  quantile: {
    score: 0,
    json: () => ({ name: 'reg:quantileerror', quantile_loss_param: { quantile_alpha: '[5E-1]' } }),
  },
  poisson: { score: 1, json: () => ({ name: 'count:poisson', poisson_regression_param: {} }) },
  logistic: { score: 0.5, json: () => ({ name: 'binary:logistic', reg_loss_param: {} }) },
  softmax: {
    score: 0,
    json: (outputs) => ({
      name: 'multi:softprob',
      softmax_multiclass_param: { num_class: String(outputs) },
    }),
  },
  pairwise: ranking('rank:pairwise'),
  lambdamart: ranking('rank:ndcg'),
  cox: { score: 1, json: () => ({ name: 'survival:cox' }) },
};

/** The parent of a root. */
const noParent = 2 ** 31 - 1;

/**
 * A model as JSON that XGBoost 2 and 3 load (`Booster.load_model`), with the same margins to single precision, in which
 * XGBoost keeps leaf values and compares data: numbers that differ from a threshold by less may go the other way. Where all
 * levels of all categorical columns are whole numbers they are XGBoost's category numbers; else these are the positions of
 * the levels, which the file names for DataFrames. A category the model does not know goes left there, and the way of
 * missing values here.
 *
 * @throws InputError CS5043 for leaves of several numbers
 */
export function writeXgboost(ensemble: TreeEnsemble, task: Task = unwatched): string {
  const model = toForeign('XGBoost', ensemble, task);
  const { features, outputs, trees } = model;
  const written = objectives[model.objective];
  const categories = codeCategories(features);
  const count = String(features.length);
  const boosted = {
    cats: categories.named ? nameCategories(model) : { enc: [], feature_segments: [], sorted_idx: [] },
    gbtree_model_param: { num_parallel_tree: '1', num_trees: String(trees.length) },
    iteration_indptr: Array.from({ length: trees.length / outputs + 1 }, (_, i) => i * outputs),
    tree_info: trees.map((_, t) => t % outputs),
    trees: trees.map((tree, t) => {
      task.check();
      return writeTree(tree, t, count, categories);
    }),
  };
  return toJson({
    learner: {
      attributes: {},
      feature_names: features.map(({ name }) => name),
      feature_types: features.map((feature) => (feature.categories ? 'c' : 'float')),
      gradient_booster: { model: boosted, name: 'gbtree' },
      learner_model_param: {
        base_score: toJson(single(written.score)),
        boost_from_average: '0',
        num_class: outputs > 1 ? String(outputs) : '0',
        num_feature: count,
        num_target: '1',
      },
      objective: written.json(outputs),
    },
    version: [3, 0, 0],
  });
}

function writeTree(tree: ForeignTree, id: number, features: string, categories: CategoryCodes) {
  const nodes = [...tree.feature.keys()];
  const isSplit = (node: number) => tree.feature[node] >= 0;
  const covers = nodeCovers(tree);
  return {
    base_weights: nodes.map((node) => single(isSplit(node) ? 0 : tree.value[node])),
    ...writeSets(tree, categories),
    default_left: nodes.map((node) => (isSplit(node) ? tree.missingLeft[node] : 0)),
    id,
    left_children: nodes.map((node) => (isSplit(node) ? tree.left[node] : -1)),
    loss_changes: nodes.map(() => single(0)),
    parents: parentsOf(tree),
    right_children: nodes.map((node) => (isSplit(node) ? tree.right[node] : -1)),
    split_conditions: nodes.map((node) => single(conditionOf(tree, node))),
    split_indices: nodes.map((node) => Math.max(0, tree.feature[node])),
    split_type: nodes.map((node) => (tree.sets.has(node) ? 1 : 0)),
    sum_hessian: nodes.map((node) => single(covers[node])),
    tree_param: {
      num_deleted: '0',
      num_feature: features,
      num_nodes: String(nodes.length),
      size_leaf_vector: '1',
    },
  };
}

function conditionOf(tree: ForeignTree, node: number): number {
  if (tree.feature[node] < 0) return tree.value[node];
  return tree.sets.has(node) ? 0 : firstAbove(tree.threshold[node]);
}

/** The categories that go right, node after node. */
function writeSets(tree: ForeignTree, { codes }: CategoryCodes) {
  const nodes = [...tree.sets.keys()].sort((a, b) => a - b);
  const sets = nodes.map((node) => categoriesRight(tree, node, codes[tree.feature[node]] ?? []));
  let end = 0;
  return {
    categories: sets.flat(),
    categories_nodes: nodes,
    categories_segments: sets.map((set) => {
      end += set.length;
      return end - set.length;
    }),
    categories_sizes: sets.map((set) => set.length),
  };
}

/** XGBoost wants at least one: where all levels go left, that is a category which none of them has. */
function categoriesRight(tree: ForeignTree, node: number, codes: readonly number[]): number[] {
  const left = new Set(Array.from(tree.sets.get(node)?.members ?? []));
  const right = codes.filter((_, position) => !left.has(position)).sort((a, b) => a - b);
  return right.length > 0 ? right : [codes.reduce((most, code) => Math.max(most, code + 1), 0)];
}

function parentsOf(tree: ForeignTree): number[] {
  const parents = new Array<number>(tree.feature.length).fill(noParent);
  tree.feature.forEach((feature, node) => {
    if (feature < 0) return;
    parents[tree.left[node]] = node;
    parents[tree.right[node]] = node;
  });
  return parents;
}

function nodeCovers(tree: ForeignTree): Float64Array {
  const covers = Float64Array.from(tree.cover);
  for (let node = covers.length - 1; node >= 0; node--) {
    if (tree.feature[node] >= 0) covers[node] = covers[tree.left[node]] + covers[tree.right[node]];
  }
  return covers;
}

/** Levels by feature and, of each, the order that sorts them. */
function nameCategories({ features }: ForeignModel) {
  const segments = [0];
  const encodings = features.map(({ categories = [] }) => {
    segments.push(segments[segments.length - 1] + categories.length);
    const numbers = categories.map(Number);
    const whole =
      numbers.length > 0 && numbers.every((n, i) => Number.isSafeInteger(n) && String(n) === categories[i]);
    return whole ? encodeNumbers(numbers) : encodeTexts(categories);
  });
  return {
    enc: encodings.map(({ enc }) => enc),
    feature_segments: segments,
    sorted_idx: encodings.flatMap(({ order }) => order),
  };
}

/** XGBoost's number for whole numbers of 64 bits. */
const wholeNumbers = 15;

function encodeNumbers(levels: readonly number[]) {
  const order = [...levels.keys()].sort((a, b) => levels[a] - levels[b]);
  return { enc: { type: wholeNumbers, values: levels }, order };
}

/** The bytes of all levels and the offset of each. */
function encodeTexts(levels: readonly string[]) {
  const texts = levels.map((level) => Buffer.from(level, 'utf8'));
  const order = [...texts.keys()].sort((a, b) => Buffer.compare(texts[a], texts[b]));
  const offsets = [0];
  for (const text of texts) offsets.push(offsets[offsets.length - 1] + text.length);
  const values = [...new Int8Array(Buffer.concat(texts))];
  return { enc: { offsets: levels.length > 0 ? offsets : [], values }, order };
}

/** A number of single precision, which XGBoost tells from a whole one by the way it is written. */
class Single {
  constructor(readonly value: number) {}
}

function single(value: number): Single {
  return new Single(value);
}

function toJson(value: unknown): string {
  if (value instanceof Single) return writeSingle(value.value);
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, entry]) => `${JSON.stringify(key)}:${toJson(entry)}`)
    .join(',')}}`;
}

/** Nine digits tell all numbers of single precision apart. */
function writeSingle(value: number): string {
  return Number(Math.fround(value).toPrecision(9)).toExponential().replace('e+', 'E').replace('e', 'E');
}
