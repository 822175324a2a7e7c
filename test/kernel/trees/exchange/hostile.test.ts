import { expect, test } from 'vitest';
import { InputError } from '../../../../kernel/src/problem.js';
import { CategoryGroups } from '../../../../kernel/src/trees/exchange/category-groups.js';
import { exportModel, importModel } from '../../../../kernel/src/trees/exchange/exchange.js';
import { readXgboost } from '../../../../kernel/src/trees/exchange/read-xgboost.js';
import { predictMargin } from '../../../../kernel/src/trees/model/predict.js';
import { leafCount, treeCount } from '../../../../kernel/src/trees/model/trees.js';
import { modelOf } from './fixtures.js';
import { randomEnsemble } from './random-ensemble.js';

/** The code and message with which a text is refused. */
function refusal(text: string): string {
  try {
    importModel(text);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map((p) => `${p.code} ${p.message}`).join('\n');
    throw error;
  }
  return 'taken';
}

interface LightTree {
  readonly decision?: string;
  readonly left?: string;
  readonly right?: string;
  readonly feature?: string;
  readonly thresholds?: string;
  readonly values?: string;
  readonly counts?: string;
  readonly more?: string;
}

/** A LightGBM model of two features and one tree of three leaves, `x0 <= .5` and then `x1 <= 2`. */
function light(tree: LightTree = {}, header = 'objective=regression\n', trees?: string): string {
  const { decision = '2 2', left = '1 -1', right = '-3 -2', feature = '0 1' } = tree;
  const { thresholds = '0.5 2', values = '1 2 3', counts = '5 6 7', more = '' } = tree;
  const written = `Tree=0
num_leaves=3
num_cat=${/num_cat=(\d)/.exec(more)?.[1] ?? 0}
split_feature=${feature}
threshold=${thresholds}
decision_type=${decision}
left_child=${left}
right_child=${right}
leaf_value=${values}
leaf_count=${counts}
${more}
`;
  return `tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=1
${header}feature_names=x0 x1
feature_infos=[0:1] [0:3]

${trees ?? written}
end of trees
`;
}

test('a LightGBM model is refused for what is wrong with it', () => {
  expect(refusal(light())).toBe('taken');
  expect(refusal(light().replaceAll('\n', '\r\n'))).toBe('taken');
  expect(refusal(light({ left: '1 0' }))).toMatch(/CS5040.*two parents/);
  expect(refusal(light({ left: '0 -1' }))).toMatch(/CS5040.*two parents/);
  expect(refusal(light({ left: '7 -1' }))).toMatch(/CS5040.*left_child.*7/);
  expect(refusal(light({ right: '-9 -2' }))).toMatch(/CS5040.*right_child.*-9/);
  expect(refusal(light({ feature: '0 2' }))).toMatch(/CS5040.*feature that is not named/);
  expect(refusal(light({ thresholds: '0.5 nan' }))).toMatch(/CS5040.*threshold.*nan/);
  expect(refusal(light({ values: '1 2' }))).toMatch(/CS5040.*leaf_value.*2 numbers and must have 3/);
  expect(refusal(light({ values: '1 inf 3' }))).toMatch(/CS5040.*leaf_value.*inf/);
  expect(refusal(light({ counts: '5 -6 7' }))).toMatch(/CS5040.*leaf_count.*-6/);
  expect(refusal(light({ decision: '2 12' }))).toMatch(/CS5040.*decision_type.*12/);
  expect(refusal(light({ decision: '2 1' }))).toMatch(/CS5040.*set of categories that is absent/);
  expect(refusal(light({ more: 'is_linear=1' }))).toMatch(/CS5041.*linear models/);
  expect(refusal(light().replace('v4', 'v9'))).toMatch(/CS5041.*version v9/);
  expect(refusal(light().replace('x0 x1', 'x0 x0'))).toMatch(/CS5040.*two of its features are named x0/);
  expect(refusal(light().replace('end of trees', ''))).toMatch(/CS5040.*cut off/);
  expect(refusal(light({}, ''))).toMatch(/CS5041.*objective of its own/);
  expect(refusal(light({}, 'objective=multiclassova num_class:3\n'))).toMatch(/CS5041.*multiclassova/);
  expect(refusal(light({}, 'objective=regression sqrt\n'))).toMatch(/CS5041.*square root/);
  expect(refusal(light({}, 'objective=binary sigmoid:-1\n'))).toMatch(/CS5040.*sigmoid/);
  expect(refusal(light({}, 'objective=regression\n', ''))).toMatch(/CS5040.*0 trees/);
});

test('sets of categories are checked', () => {
  const sets = 'num_cat=1\ncat_boundaries=0 1\ncat_threshold=5';
  const categorical = { decision: '2 1', thresholds: '0.5 0', more: sets };
  expect(refusal(light(categorical))).toBe('taken');
  const backwards = 'num_cat=2\ncat_boundaries=0 2 1\ncat_threshold=5';
  expect(refusal(light({ ...categorical, more: backwards }))).toMatch(/CS5040.*overlap/);
  expect(refusal(light({ ...categorical, feature: '1 1' }))).toMatch(/CS5041.*x1 as numbers here/);
  expect(refusal(`${light(categorical)}\npandas_categorical:[["a"], ["b"]]\n`)).toMatch(
    /CS5041.*2 pandas columns/,
  );
  expect(refusal(`${light(categorical)}\npandas_categorical:[["a", "b"]]\n`)).toMatch(/CS5040.*category 2/);
  expect(refusal(`${light(categorical)}\npandas_categorical:[["a", "b", "c"]]\n`)).toBe('taken');
  expect(refusal(`${light(categorical)}\npandas_categorical:[["a", {}]]\n`)).toMatch(
    /CS5040.*no list of levels/,
  );
});

/** One of the XGBoost models with a change to it. */
function extreme(name: string, change: (learner: Learner) => void): string {
  const model = JSON.parse(modelOf(name)) as { learner: Learner };
  change(model.learner);
  return JSON.stringify(model);
}

interface Learner {
  readonly learner_model_param: Record<string, string>;
  readonly objective: { name: string };
  readonly attributes: Record<string, string>;
  readonly gradient_booster: {
    name: string;
    model: { trees: Record<string, unknown[] & Record<string, string>>[]; cats: { enc: object[] } };
  };
}

test('an XGBoost model is refused for what is wrong with it', () => {
  const changed = (change: (learner: Learner) => void) => refusal(extreme('xgboost-squared', change));
  const treeOf = (learner: Learner) => learner.gradient_booster.model.trees[0];
  expect(changed(() => undefined)).toBe('taken');
  const objective = (name: string) =>
    changed((l) => {
      l.objective.name = name;
    });
  expect(objective('survival:aft')).toMatch(/CS5041.*survival:aft/);
  expect(objective('__proto__')).toMatch(/CS5041/);
  expect(objective('multi:softprob')).toMatch(/CS5040.*0 classes/);
  expect(
    changed((l) => {
      l.gradient_booster.name = 'gblinear';
    }),
  ).toMatch(/CS5041.*gblinear/);
  const parameter = (key: string, value: string) =>
    changed((l) => {
      l.learner_model_param[key] = value;
    });
  expect(parameter('num_target', '2')).toMatch(/CS5041.*2 targets/);
  expect(parameter('num_feature', '2000000000')).toMatch(/CS5042.*2000000000 features/);
  expect(parameter('base_score', '[1,2]')).toMatch(/CS5040.*2 base scores/);
  expect(parameter('base_score', '')).toMatch(/CS5040.*base_score/);
  expect(parameter('base_score', 'NaN')).toMatch(/CS5040.*base_score/);
  expect(
    changed((l) => {
      treeOf(l).left_children[0] = 0;
    }),
  ).toMatch(/CS5040.*two parents/);
  expect(
    changed((l) => {
      treeOf(l).left_children[0] = 999;
    }),
  ).toMatch(/CS5040.*outside/);
  expect(
    changed((l) => {
      treeOf(l).split_indices[0] = 77;
    }),
  ).toMatch(/CS5040.*feature that is not named/);
  expect(
    changed((l) => {
      treeOf(l).split_conditions[0] = 1e300;
    }),
  ).toMatch(/CS5040.*split_conditions.*single precision/);
  expect(
    changed((l) => {
      treeOf(l).sum_hessian.fill(-1);
    }),
  ).toMatch(/CS5040.*rows of a leaf/);
  expect(
    changed((l) => {
      treeOf(l).tree_param.size_leaf_vector = '3';
    }),
  ).toMatch(/CS5041.*several outputs/);
  expect(refusal('[1]')).toMatch(/CS5040.*neither/);
  expect(refusal('hello')).toMatch(/CS5040.*neither/);
  expect(refusal('{')).toMatch(/CS5040.*no whole JSON/);
  expect(refusal(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).toMatch(/CS5040/);
});

test('categories of an XGBoost model are checked', () => {
  const categories = (change: (tree: Record<string, unknown[]>) => void) =>
    refusal(extreme('xgboost-categorical', (l) => change(l.gradient_booster.model.trees[0])));
  expect(categories(() => undefined)).toBe('taken');
  expect(
    categories((tree) => {
      tree.categories_segments[0] = 1;
    }),
  ).toMatch(/CS5040.*do not belong/);
  expect(
    categories((tree) => {
      tree.categories_sizes[0] = 1e6;
    }),
  ).toMatch(/CS5040.*cut off|CS5040.*belong/);
  expect(
    categories((tree) => {
      tree.categories[0] = 16_000_000;
    }),
  ).toMatch(/CS5041.*category 16000000/);
  expect(
    categories((tree) => {
      tree.categories_nodes = [];
    }),
  ).toMatch(/CS5040/);
  const names = (enc: object) =>
    refusal(
      extreme('xgboost-pandas', (l) => {
        l.gradient_booster.model.cats.enc[1] = enc;
      }),
    );
  expect(names({ offsets: [0, 2, 1], values: [97, 98, 99] })).toMatch(/CS5040.*overlap/);
  expect(names({ offsets: [0, 99], values: [97, 98, 99] })).toMatch(/CS5040.*offsets/);
  expect(names({ offsets: [0, 1, 2, 3, 4], values: [97, 98, -61, -68] })).toMatch(/CS5041.*beyond ASCII/);
});

test('where training stopped early the trees up to the best are read, or all', () => {
  const text = modelOf('xgboost-stopped');
  const best = treeCount(readXgboost(text).blocks[0]);
  expect(treeCount(readXgboost(text, 'all').blocks[0])).toBeGreaterThan(best);
});

test('what is large is taken or refused, in little time', { timeout: 20_000 }, () => {
  const constant = (count: number) =>
    Array.from({ length: count }, (_, t) => `Tree=${t}\nnum_leaves=1\nleaf_value=1\n`).join('\n');
  const many = importModel(light({}, 'objective=regression\n', constant(150_000)));
  expect(many.blocks.reduce((sum, block) => sum + treeCount(block), 0)).toBe(150_000);
  expect(refusal(zeroTower(9))).toBe('taken');
  expect(refusal(zeroTower(40))).toMatch(/CS5042.*zeros as missing/);
  const chain = importModel(deepChain(20_000));
  expect(leafCount(chain.blocks[0])).toBe(20_001);
  const table = { rows: 1, list: ['x0', 'x1'].map((name) => numeric(name, 3)) };
  expect(predictMargin(chain, table)[0]).toBe(20_000);
  expect(refusal(tooManyCuts())).toMatch(/CS5042.*x0 has 65536 different thresholds/);
});

function numeric(name: string, value: number) {
  return { name, source: name, kind: 'numeric' as const, values: Float64Array.of(value) };
}

/** Splits that go on to the right, each with zeros as missing values on the left beside numbers below -1. */
function zeroTower(depth: number): string {
  return lightChain(depth, () => -1, 6);
}

function deepChain(depth: number): string {
  return lightChain(depth, (i) => i / depth, 10);
}

function tooManyCuts(): string {
  return lightChain(65_536, (i) => i, 10);
}

/** A tree that splits x0 again and again, on the right; leaf i has value i. */
function lightChain(splits: number, threshold: (i: number) => number, decision: number): string {
  const list = (count: number, of: (i: number) => number) =>
    Array.from({ length: count }, (_, i) => of(i)).join(' ');
  const trees = `Tree=0
num_leaves=${splits + 1}
num_cat=0
split_feature=${list(splits, () => 0)}
threshold=${list(splits, threshold)}
decision_type=${list(splits, () => decision)}
left_child=${list(splits, (i) => -1 - i)}
right_child=${list(splits, (i) => (i + 1 < splits ? i + 1 : -1 - splits))}
leaf_value=${list(splits + 1, (i) => i)}
leaf_count=${list(splits + 1, () => 9)}
`;
  return light({}, 'objective=regression\n', trees);
}

test('categories that no split tells apart share a group, and more than 255 groups are refused', () => {
  const groups = new CategoryGroups(6);
  groups.refine([0, 1, 2]);
  groups.refine([2, 3]);
  groups.refine([0, 1, 2, 3, 4, 5]);
  expect(groups.count).toBe(4);
  const { groupOf } = groups;
  expect(groupOf[0]).toBe(groupOf[1]);
  expect(groupOf[4]).toBe(groupOf[5]);
  expect(new Set(groupOf).size).toBe(4);

  const oneEach = (categories: number) => {
    const words = Math.ceil(categories / 32);
    const bits = Array.from({ length: categories }, (_, c) =>
      Array.from({ length: words }, (_, w) => (w === c >>> 5 ? 2 ** (c & 31) : 0)).join(' '),
    );
    const more = `num_cat=${categories}\ncat_boundaries=${Array.from({ length: categories + 1 }, (_, c) => c * words).join(' ')}\ncat_threshold=${bits.join(' ')}\n`;
    const chain = lightChain(categories, (i) => i, 1);
    return chain
      .replace('num_cat=0\n', more)
      .replace('[0:1]', Array.from({ length: 600 }, (_, c) => c).join(':'));
  };
  expect(refusal(oneEach(254))).toBe('taken');
  expect(refusal(oneEach(255))).toMatch(/CS5042.*256 groups of categories of x0/);
});

test('what a library has no form for is not written', () => {
  const ensemble = randomEnsemble(1);
  expect(() => exportModel({ ...ensemble, objective: 'cox' }, 'lightgbm')).toThrow(/LightGBM.*no Cox model/);
  const blank = ensemble.features.map((feature, j) =>
    j === 0 ? { ...feature, name: 'unit price' } : feature,
  );
  expect(() => exportModel({ ...ensemble, features: blank }, 'lightgbm')).toThrow(/"unit price" has blanks/);
  const wide = ensemble.blocks.map((block) => ({ ...block, width: 2 }));
  expect(() => exportModel({ ...ensemble, blocks: wide }, 'xgboost')).toThrow(/XGBoost.*several numbers/);
});
