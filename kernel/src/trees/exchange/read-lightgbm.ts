import { type Task, unwatched } from '../../task.js';
import type { Objective, TreeEnsemble } from '../model/ensemble.js';
import { emptyTree, type ForeignFeature, type ForeignTree } from './foreign-model.js';
import { fromForeign } from './from-foreign.js';
import { type Fields, splitLightgbm } from './lightgbm-text.js';
import { unreadable, unsupported } from './refusals.js';

const library = 'LightGBM';
const versions = ['v2', 'v3', 'v4'];
const mostLeaves = 1 << 24;
const largestInt = 2 ** 31 - 1;

/** Objectives by what their margin means; a median is a quantile, and the log of a mean is that of a rate. */
const objectives: ReadonlyMap<string, Objective> = new Map([
  ['regression', 'squared'],
  ['huber', 'huber'],
  ['fair', 'huber'],
  ['regression_l1', 'quantile'],
  ['quantile', 'quantile'],
  ['mape', 'quantile'],
  ['poisson', 'poisson'],
  ['gamma', 'poisson'],
  ['tweedie', 'poisson'],
  ['binary', 'logistic'],
  ['cross_entropy', 'logistic'],
  ['multiclass', 'softmax'],
  ['lambdarank', 'lambdamart'],
  ['rank_xendcg', 'lambdamart'],
]);

/**
 * Reads a model that LightGBM wrote as text (`save_model`, versions 2 to 4), from anyone: all of it is checked. The margin
 * is the raw score, for `binary` times its `sigmoid` so that it is log odds, and for a random forest (`rf`) divided by the
 * number of trees. Categories are named by the levels of the pandas column where the file has them, else by their
 * numbers; one that the model does not know counts as missing, as in LightGBM.
 *
 * @throws InputError CS5040 (not a whole model), CS5041 (linear trees, an objective of unknown margin), CS5042 (too large)
 */
export function readLightgbm(text: string, task: Task = unwatched): TreeEnsemble {
  const { header, trees, pandasCategories } = splitLightgbm(text, task);
  if (!header.has('tree')) throw unreadable(library, 'its first line is not "tree"');
  if (!versions.includes(header.text('version')))
    throw unsupported(
      library,
      `it has version ${header.text('version')} and ${versions.join(', ')} are read`,
    );
  const { objective, scale } = readObjective(header);
  const outputs = readOutputs(header, objective, trees.length);
  const perLeaf = header.has('average_output') ? scale / (trees.length / outputs) : scale;
  const raw = trees.map((fields) => {
    task.check();
    return readTree(fields, perLeaf);
  });
  const features = readFeatures(header, raw, pandasCategories);
  const foreign = {
    objective,
    outputs,
    base: new Array<number>(outputs).fill(0),
    features: features.map(({ name, categories }) => ({ name, categories })),
    trees: raw.map((tree) => nameMembers(tree, features)),
  };
  return fromForeign(library, foreign, task);
}

function readObjective(header: Fields): { objective: Objective; scale: number } {
  if (!header.has('objective'))
    throw unsupported(
      library,
      'it was trained with an objective of its own, so what it predicts is not known',
    );
  const [name = '', ...parameters] = header.words('objective');
  const objective = objectives.get(name);
  if (objective === undefined) throw unsupported(library, `its objective is ${JSON.stringify(name)}`);
  if (parameters.includes('sqrt')) throw unsupported(library, 'it predicts the square root of its outcome');
  const sigmoid = parameters.find((parameter) => parameter.startsWith('sigmoid:'))?.slice('sigmoid:'.length);
  const scale = name === 'binary' && sigmoid !== undefined ? Number(sigmoid) : 1;
  if (!(scale > 0 && Number.isFinite(scale)))
    throw unreadable(library, `the sigmoid of its objective is ${sigmoid}`);
  return { objective, scale };
}

function readOutputs(header: Fields, objective: Objective, trees: number): number {
  const outputs = header.integer('num_tree_per_iteration', 1, 1 << 16);
  if (objective !== 'softmax' && outputs !== 1)
    throw unsupported(library, `it has ${outputs} outputs and its objective ${objective} has one`);
  if (objective === 'softmax' && outputs < 2) throw unreadable(library, 'it has one class');
  if (trees === 0 || trees % outputs !== 0)
    throw unreadable(library, `it has ${trees} trees for ${outputs} outputs`);
  return outputs;
}

/** A tree whose categorical nodes name their members by LightGBM's numbers. */
function readTree(fields: Fields, perLeaf: number): ForeignTree {
  if (fields.has('is_linear') && fields.text('is_linear') !== '0')
    throw unsupported(library, 'its leaves are linear models');
  const leaves = fields.integer('num_leaves', 1, mostLeaves);
  const splits = leaves - 1;
  const values = fields.numbers('leaf_value', leaves);
  const covers = leaves > 1 ? fields.integers('leaf_count', leaves, 0, largestInt) : [1];
  const tree = emptyTree(splits + leaves);
  for (let leaf = 0; leaf < leaves; leaf++) {
    tree.value[splits + leaf] = values[leaf] * perLeaf;
    tree.cover[splits + leaf] = covers[leaf];
  }
  if (splits > 0) readSplits(fields, splits, tree);
  return tree;
}

/** A child from 0 on is an inner node, one below is a leaf: -1 the first, -2 the second. */
function readSplits(fields: Fields, splits: number, tree: ReturnType<typeof emptyTree>): void {
  tree.feature.set(fields.integers('split_feature', splits, 0, largestInt));
  const nodeOf = (child: number) => (child >= 0 ? child : splits - 1 - child);
  tree.left.set(fields.integers('left_child', splits, -splits - 1, splits - 1).map(nodeOf));
  tree.right.set(fields.integers('right_child', splits, -splits - 1, splits - 1).map(nodeOf));
  const thresholds = fields.thresholds('threshold', splits);
  const sets = readSets(fields);
  fields.integers('decision_type', splits, 0, 11).forEach((type, node) => {
    if (type & 1) {
      const members = sets[thresholds[node]];
      if (members === undefined)
        throw unreadable(library, 'a split names a set of categories that is absent');
      tree.sets.set(node, { members, membersLeft: true });
    } else readNumeric(tree, node, type, thresholds[node]);
  });
}

/** Bits of `decision_type`: categorical, missing goes left, and from bit 2 on what is missing: nothing, zeros or NaN. */
function readNumeric(tree: ForeignTree, node: number, type: number, threshold: number): void {
  const missing = type >>> 2;
  tree.threshold[node] = threshold + 0;
  tree.zeroMissing[node] = missing === 1 ? 1 : 0;
  tree.missingLeft[node] = missing === 0 ? Number(threshold >= 0) : (type >>> 1) & 1;
}

/** Members of each set of a tree: bits of words of 32. */
function readSets(fields: Fields): number[][] {
  const count = fields.has('num_cat') ? fields.integer('num_cat', 0, largestInt) : 0;
  if (count === 0) return [];
  const boundaries = fields.integers('cat_boundaries', count + 1, 0, largestInt);
  const words = fields.integers('cat_threshold', boundaries[count], 0, 2 ** 32 - 1);
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [boundaries[i], boundaries[i + 1]];
    if (from > to || to > words.length) throw unreadable(library, 'its sets of categories overlap');
    return membersOf(words.subarray(from, to));
  });
}

function membersOf(words: Float64Array): number[] {
  const members: number[] = [];
  words.forEach((word, w) => {
    for (let bit = 0; bit < 32; bit++) if ((word >>> bit) & 1) members.push(32 * w + bit);
  });
  return members;
}

/** A feature and the position of each of LightGBM's category numbers among its categories. */
interface NumberedFeature extends ForeignFeature {
  readonly positions?: ReadonlyMap<number, number>;
}

function readFeatures(
  header: Fields,
  trees: readonly ForeignTree[],
  pandasCategories: string,
): NumberedFeature[] {
  const count = 1 + header.integer('max_feature_idx', 0, largestInt - 1);
  const names = header.words('feature_names');
  const ranges = header.words('feature_infos');
  if (names.length !== count || ranges.length !== count)
    throw unreadable(
      library,
      `it names ${names.length} features, describes ${ranges.length} and has ${count}`,
    );
  const known = ranges.map(categoriesOf);
  for (const tree of trees) {
    for (const [node, { members }] of tree.sets) {
      const feature = tree.feature[node];
      if (feature >= count) throw unreadable(library, 'it splits on a feature that is not named');
      known[feature] ??= new Set();
      for (let i = 0; i < members.length; i++) known[feature].add(members[i]);
    }
  }
  return nameCategories(names, known, readPandas(pandasCategories));
}

/** Training data's categories as in `3:1:-1:7`, where -1 stands for missing; nothing for a range `[0:1]` or `none`. */
function categoriesOf(range: string): Set<number> | undefined {
  if (range === 'none' || range.startsWith('[')) return undefined;
  const categories = range.split(':').map(Number);
  if (!categories.every((category) => Number.isInteger(category) && category <= largestInt))
    throw unreadable(library, `a feature is described as ${JSON.stringify(range.slice(0, 40))}`);
  return new Set(categories.filter((category) => category >= 0));
}

function nameCategories(
  names: readonly string[],
  known: readonly (Set<number> | undefined)[],
  pandas: readonly string[][],
): NumberedFeature[] {
  const categorical = known.filter((categories) => categories !== undefined).length;
  if (pandas.length > 0 && pandas.length !== categorical)
    throw unsupported(
      library,
      `it has ${categorical} categorical features and the levels of ${pandas.length} pandas columns, so that levels cannot be told to features; train without constant categorical columns`,
    );
  let column = 0;
  return names.map((name, j) => {
    const numbers = known[j];
    if (numbers === undefined) return { name };
    const levels = pandas[column++];
    const sorted = levels ? levels.map((_, code) => code) : [...numbers].sort((a, b) => a - b);
    for (const number of numbers) {
      if (levels && number >= levels.length)
        throw unreadable(library, `${name} has a category ${number} that its pandas column lacks`);
    }
    return {
      name,
      categories: levels ?? sorted.map(String),
      positions: new Map(sorted.map((number, position) => [number, position])),
    };
  });
}

/** Levels of each pandas column of categories; none where the data were no DataFrame. */
function readPandas(text: string): string[][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable(library, 'its pandas_categorical is no JSON');
  }
  if (value === null) return [];
  const isLevel = (level: unknown) => ['string', 'number', 'boolean'].includes(typeof level);
  if (!Array.isArray(value) || !value.every((levels) => Array.isArray(levels) && levels.every(isLevel)))
    throw unreadable(library, 'its pandas_categorical is no list of levels');
  return value.map((levels: unknown[]) => levels.map(String));
}

function nameMembers(tree: ForeignTree, features: readonly NumberedFeature[]): ForeignTree {
  const sets = new Map(
    [...tree.sets].map(([node, { members, membersLeft }]) => {
      const positions = features[tree.feature[node]].positions;
      const named = Array.from(members, (member) => positions?.get(member) ?? 0);
      return [node, { members: named, membersLeft }] as const;
    }),
  );
  return { ...tree, sets };
}
