import { type Task, unwatched } from '../../task.js';
import type { TreeEnsemble } from '../model/ensemble.js';
import { mostFeatures } from '../model/trees.js';
import { lastBelow } from './floats.js';
import { type CategorySet, emptyTree, type ForeignFeature, type ForeignTree } from './foreign-model.js';
import { fromForeign } from './from-foreign.js';
import { Part } from './json-parts.js';
import { parseJson } from './parse-json.js';
import { tooLarge, unreadable, unsupported } from './refusals.js';
import { readCategoryNames } from './xgboost-categories.js';
import { xgboostObjectives } from './xgboost-objectives.js';

const library = 'XGBoost';
const largestInt = 2 ** 31 - 1;
/** Categories of a feature without names are numbers below this. */
const mostCategories = 1 << 16;
/** Categories that no split names behave alike; this many at least are known. */
const knownCategories = 256;

/**
 * Reads a model that XGBoost wrote as JSON (`save_model('model.json')`), from anyone: all of it is checked. Booster `gbtree`
 * or `dart`; the margin is that of `predict(output_margin=True)`. XGBoost compares numbers after rounding them to single
 * precision; thresholds are moved so that every double goes the way it goes there. Categories are named by the levels of
 * the DataFrame where the model keeps them, else by their numbers. A level the model does not know counts as missing;
 * XGBoost refuses it in a DataFrame and sends a number it does not know to the left.
 *
 * @param iterations where training stopped early: up to the best one, as the scikit-learn interface predicts (the
 *   default), or all, as `Booster.predict` does
 * @throws InputError CS5040 (not a whole model), CS5041 (linear booster, several targets, an objective of unknown margin),
 *   CS5042 (too large)
 */
export function readXgboost(
  text: string,
  iterations: 'best' | 'all' = 'best',
  task: Task = unwatched,
): TreeEnsemble {
  const learner = Part.of(parse(text, task), 'the model').part('learner');
  const parameters = learner.part('learner_model_param');
  const { objective, link } = readObjective(learner.part('objective').text('name'));
  const outputs = readOutputs(parameters, objective === 'softmax');
  const { model, weights } = readBooster(learner.part('gradient_booster'));
  const trees = model.list('trees').map((tree, t) => {
    task.check();
    return readTree(Part.of(tree, `tree ${t}`), weights?.[t] ?? 1);
  });
  if (weights && weights.length !== trees.length)
    throw unreadable(library, `it has ${weights.length} weights for ${trees.length} trees`);
  const classes = model.integers('tree_info', 0, outputs - 1, trees.length);
  const used = iterations === 'best' ? treesUpToBest(learner, model, outputs, trees.length) : trees.length;
  const features = readFeatures(learner, readFeatureCount(parameters), model, trees);
  const foreign = {
    objective,
    outputs,
    base: readBase(parameters, outputs, link),
    features,
    trees: byOutput(trees.slice(0, used), classes, outputs).map((tree) => withNamesOnly(tree, features)),
  };
  return fromForeign(library, foreign, task);
}

/** Sets may hold categories beyond those that have names; no row can be of one. */
function withNamesOnly(tree: ForeignTree, features: readonly ForeignFeature[]): ForeignTree {
  const sets = new Map<number, CategorySet>();
  for (const [node, { members, membersLeft }] of tree.sets) {
    const names = features[tree.feature[node]].categories?.length ?? 0;
    const named = Array.from(members).filter((member) => member < names);
    sets.set(node, { members: named, membersLeft });
  }
  return { ...tree, sets };
}

function parse(text: string, task: Task): unknown {
  try {
    return parseJson(text, task);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw unreadable(library, 'it is no whole JSON');
  }
}

function readObjective(name: string) {
  const known = xgboostObjectives.get(name);
  if (known === undefined) throw unsupported(library, `its objective is ${JSON.stringify(name)}`);
  return known;
}

function readOutputs(parameters: Part, softmax: boolean): number {
  const classes = parameters.integer('num_class', 0, 1 << 16);
  const targets = parameters.has('num_target') ? parameters.integer('num_target', 0, largestInt) : 1;
  if (targets > 1) throw unsupported(library, `it has ${targets} targets`);
  if (softmax && classes < 2) throw unreadable(library, `it has ${classes} classes`);
  if (!softmax && classes > 1) throw unsupported(library, `it has ${classes} classes and its objective one`);
  return softmax ? classes : 1;
}

/** The model inside a booster, and the weight of each tree for a booster that drops trees. */
function readBooster(booster: Part): { model: Part; weights?: Float64Array } {
  const name = booster.text('name');
  if (name === 'gbtree') return { model: booster.part('model') };
  if (name !== 'dart') throw unsupported(library, `its booster is ${JSON.stringify(name)}`);
  return { model: booster.part('gbtree').part('model'), weights: booster.singles('weight_drop') };
}

/** `base_score` is a number or a list of them written as text, on the scale of predictions. */
function readBase(parameters: Part, outputs: number, link: (score: number) => number): number[] {
  const scores = parameters
    .text('base_score')
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map(toSingle);
  if (scores.length !== 1 && scores.length !== outputs)
    throw unreadable(library, `it has ${scores.length} base scores for ${outputs} outputs`);
  const margins = scores.map((score) => Math.fround(link(score)));
  if (!margins.every(Number.isFinite)) throw unreadable(library, 'its base_score has no finite margin');
  return Array.from({ length: outputs }, (_, k) => margins[k] ?? margins[0]);
}

function toSingle(text: string): number {
  return text.trim() === '' ? Number.NaN : Math.fround(Number(text));
}

function readTree(part: Part, weight: number): ForeignTree {
  const parameters = part.part('tree_param');
  if (parameters.integer('size_leaf_vector', 0, largestInt) > 1)
    throw unsupported(library, 'its leaves hold several outputs');
  const left = part.integers('left_children', -1, largestInt);
  const count = left.length;
  const right = part.integers('right_children', -1, largestInt, count);
  const features = part.integers('split_indices', 0, largestInt, count);
  const missingLeft = part.integers('default_left', 0, 1, count);
  const conditions = part.singles('split_conditions', count);
  const covers = part.singles('sum_hessian', count);
  const sets = readSets(part, count);
  const tree = emptyTree(count);
  for (let node = 0; node < count; node++) {
    if (left[node] < 0) {
      tree.value[node] = conditions[node] * weight;
      tree.cover[node] = covers[node];
      continue;
    }
    tree.feature[node] = features[node];
    tree.left[node] = left[node];
    tree.right[node] = right[node];
    tree.missingLeft[node] = missingLeft[node];
    const members = sets.get(node);
    if (members) tree.sets.set(node, { members, membersLeft: false });
    else tree.threshold[node] = lastBelow(conditions[node]);
  }
  return tree;
}

/** Categories that go right, by node. */
function readSets(part: Part, nodes: number): Map<number, number[]> {
  const sets = new Map<number, number[]>();
  if (!part.has('split_type')) return sets;
  const types = part.integers('split_type', 0, 1, nodes);
  const owners = part.integers('categories_nodes', 0, nodes - 1);
  const starts = part.integers('categories_segments', 0, largestInt, owners.length);
  const sizes = part.integers('categories_sizes', 0, largestInt, owners.length);
  const categories = part.integers('categories', 0, largestInt);
  let end = 0;
  owners.forEach((owner, i) => {
    if (starts[i] !== end || types[owner] !== 1 || sets.has(owner))
      throw unreadable(library, 'its sets of categories do not belong to its splits');
    end += sizes[i];
    if (end > categories.length) throw unreadable(library, 'a set of categories is cut off');
    sets.set(owner, [...new Set(categories.subarray(starts[i], end))]);
  });
  if (types.some((type, node) => type === 1 && !sets.has(node)))
    throw unreadable(library, 'a split lacks its set of categories');
  return sets;
}

function readFeatureCount(parameters: Part): number {
  const count = parameters.integer('num_feature', 0, largestInt);
  if (count > mostFeatures)
    throw tooLarge(library, `it has ${count} features and at most ${mostFeatures} are taken`);
  return count;
}

function readFeatures(
  learner: Part,
  count: number,
  model: Part,
  trees: readonly ForeignTree[],
): ForeignFeature[] {
  const names =
    listOrNone(learner, 'feature_names', count) ?? Array.from({ length: count }, (_, j) => `f${j}`);
  const types = listOrNone(learner, 'feature_types', count);
  const known = readCategoryNames(model, count);
  const largest = largestCategories(trees, count);
  return names.map((name, j) => {
    if (types?.[j] !== 'c' && largest[j] < 0) return { name };
    return { name, categories: known[j] ?? numbered(name, largest[j]) };
  });
}

function listOrNone(learner: Part, key: string, count: number): string[] | undefined {
  const texts = learner.has(key) ? learner.texts(key) : [];
  if (texts.length === 0) return undefined;
  if (texts.length !== count)
    throw unreadable(library, `${key} has ${texts.length} entries for ${count} features`);
  return texts;
}

/** Largest category that a split names, by feature; -1 where none does. */
function largestCategories(trees: readonly ForeignTree[], features: number): Float64Array {
  const largest = new Float64Array(features).fill(-1);
  for (const tree of trees) {
    for (const [node, { members }] of tree.sets) {
      const feature = tree.feature[node];
      if (feature >= features) throw unreadable(library, 'it splits on a feature that is not named');
      largest[feature] = Math.max(largest[feature], 0);
      for (let i = 0; i < members.length; i++) largest[feature] = Math.max(largest[feature], members[i]);
    }
  }
  return largest;
}

function numbered(name: string, largest: number): string[] {
  if (largest >= mostCategories)
    throw unsupported(library, `${name} has a category ${largest} and they must be below ${mostCategories}`);
  const count = Math.ceil((largest + 1) / knownCategories) * knownCategories;
  return Array.from({ length: Math.max(count, knownCategories) }, (_, category) => String(category));
}

/** Trees of the iterations up to the best one, where training noted it. */
function treesUpToBest(learner: Part, model: Part, outputs: number, trees: number): number {
  const attributes = learner.has('attributes') ? learner.part('attributes') : undefined;
  if (!attributes?.has('best_iteration')) return trees;
  const parallel = model.part('gbtree_model_param').integer('num_parallel_tree', 0, largestInt);
  const iterations = attributes.integer('best_iteration', 0, largestInt) + 1;
  return Math.min(trees, iterations * Math.max(1, parallel) * outputs);
}

/** The trees so that tree `t` is one of output `t % outputs`; those of an output keep their order. */
function byOutput(trees: readonly ForeignTree[], classes: Float64Array, outputs: number): ForeignTree[] {
  const lists = Array.from({ length: outputs }, (): ForeignTree[] => []);
  trees.forEach((tree, t) => {
    lists[classes[t]].push(tree);
  });
  if (lists.some((list) => list.length !== lists[0].length))
    throw unreadable(library, 'its outputs have different numbers of trees');
  return lists[0].flatMap((_, round) => lists.map((list) => list[round]));
}
