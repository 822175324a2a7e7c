import type { EstimatorKind, LearnerKind } from '../../../kernel/src/plan.js';

/** An option of an estimator or a learner, as it stands in braces behind it: a number, or the path of a file. */
export type OptionInfo = NumberOption | FileOption;

interface OptionBase {
  readonly name: string;
  /** One sentence for hover and completion. */
  readonly about: string;
}

export interface NumberOption extends OptionBase {
  readonly kind: 'number';
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
}

export interface FileOption extends OptionBase {
  readonly kind: 'file';
}

const whole = (name: string, low: number, high: number, about: string): NumberOption => ({
  kind: 'number',
  name,
  low,
  high,
  whole: true,
  about,
});
const real = (name: string, low: number, high: number, about: string): NumberOption => ({
  kind: 'number',
  name,
  low,
  high,
  whole: false,
  about,
});

const forest = [
  whole('trees', 1, 20_000, 'Trees of the forest.'),
  whole('minLeaf', 1, 100_000, 'Fewest rows in a leaf.'),
];

const boosting = [
  whole('rounds', 1, 20_000, 'Trees, one after another.'),
  whole('leaves', 2, 4096, 'Most leaves of a tree.'),
  real('learningRate', 0.0001, 1, 'Share of each tree that is added.'),
  whole('minLeaf', 1, 100_000, 'Fewest rows in a leaf.'),
  real('l2', 0, 1e6, 'Penalty on large leaf values.'),
];

/** Options of every estimator: one table for validation, completion and hover. */
export const estimatorOptions: Readonly<Record<EstimatorKind, readonly OptionInfo[]>> = {
  'difference in means': [],
  aipw: [],
  'causal forest': [...forest, whole('mtry', 1, 10_000, 'Variables looked at per split.')],
};

/** Options of every learner. */
export const learnerOptions: Readonly<Record<LearnerKind, readonly OptionInfo[]>> = {
  tree: [
    whole('depth', 1, 10, 'Most questions from top to leaf.'),
    whole('minLeaf', 1, 100_000, 'Fewest rows in a leaf.'),
  ],
  forest,
  'boosted trees': boosting,
  linear: [real('l2', 0, 1e6, 'Ridge penalty; chosen by cross-validation where absent.')],
  imported: [
    {
      kind: 'file',
      name: 'file',
      about:
        'A model as LightGBM saves it in text or XGBoost in JSON; the path starts at the folder of the spec.',
    },
  ],
};
