import type { AdaptKind, EstimatorKind, HeadKind, LearnerKind } from '../../../kernel/src/plan.js';

/** An option of an estimator or a learner, as it stands in braces behind it: a number, yes or no, a word, columns, the path of a file, or a model. */
export type OptionInfo = NumberOption | SwitchOption | WordOption | ColumnsOption | FileOption | ModelOption;

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
  /** Word in quotes that may stand for the number. */
  readonly word?: string;
}

export interface SwitchOption extends OptionBase {
  readonly kind: 'switch';
}

export interface WordOption extends OptionBase {
  readonly kind: 'word';
  /** In quotes; the first is meant where it is not said. */
  readonly words: readonly string[];
}

/** Names of columns in quotes, parted by commas. */
export interface ColumnsOption extends OptionBase {
  readonly kind: 'columns';
}

export interface FileOption extends OptionBase {
  readonly kind: 'file';
}

/** A model on this machine, as `"hf:org/model"`. */
export interface ModelOption extends OptionBase {
  readonly kind: 'model';
  /** Another option that it makes no sense without. */
  readonly with: string;
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

const trim: NumberOption = {
  ...real(
    'trim',
    0,
    0.49,
    'Leaves out rows where the arms hardly overlap: b keeps propensities from b to 1 - b, "optimal" those with which the estimate is most precise (Crump et al. 2009). The effect is then about the rows that are left.',
  ),
  word: 'optimal',
};

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
  lin: [],
  cuped: [],
  ipw: [
    {
      kind: 'switch',
      name: 'stabilised',
      about:
        'Whether weights are scaled to add up to the size of the population (Hajek), true unless said otherwise.',
    },
    trim,
  ],
  matching: [
    whole('neighbours', 1, 1000, 'Matches of every row, 1 unless said otherwise.'),
    {
      kind: 'word',
      name: 'on',
      words: ['covariates', 'propensity'],
      about:
        'What matches are near in: the covariates themselves, or the propensity of a logistic regression on them.',
    },
    {
      kind: 'word',
      name: 'metric',
      words: ['mahalanobis', 'standardised'],
      about: 'Distance in the covariates: with or without their covariances.',
    },
    real(
      'caliper',
      1e-6,
      1e6,
      'Largest distance of a match, in standard deviations; rows without one are left out. On the propensity .2 is usual (Austin 2011).',
    ),
    { kind: 'columns', name: 'exact', about: 'Columns in which a match is equal, among those adjusted for.' },
    {
      kind: 'switch',
      name: 'replacement',
      about:
        'Whether a row may be a match of several others, true unless said otherwise; without, for the ATT and the ATC alone.',
    },
    {
      kind: 'switch',
      name: 'biasCorrection',
      about:
        'Whether a regression takes out what matches still differ in (Abadie and Imbens 2011), true unless said otherwise.',
    },
  ],
  stratification: [
    whole(
      'strata',
      2,
      1000,
      'Strata of the propensity; the root of the number of rows, and at least 5, unless said otherwise.',
    ),
  ],
  aipw: [trim],
  tmle: [trim],
  dml: [],
  'front door': [],
  mediation: [],
  'dose response': [],
  'two stage regression': [],
  'instrumental dml': [
    whole(
      'late',
      0,
      1,
      '1 for the doubly robust effect on compliers, by a yes-or-no instrument and treatment.',
    ),
  ],
  'instrumental forest': [...forest, whole('mtry', 1, 10_000, 'Variables looked at per split.')],
  'causal forest': [...forest, whole('mtry', 1, 10_000, 'Variables looked at per split.'), trim],
  's learner': [],
  't learner': [],
  'x learner': [],
  'r learner': [],
  'dr learner': [],
  'da learner': [],
  auto: [],
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

const adapting = (units: number, epochs: string, learningRate: string, l2: string) => [
  whole('units', 1, 128, `Units that bend the embedding, ${units} unless said otherwise.`),
  whole('epochs', 1, 1000, epochs),
  real(
    'dropout',
    0,
    0.9,
    'Share of the numbers of an embedding that each step leaves out, .1 unless said otherwise.',
  ),
  real('learningRate', 0.00001, 1, `Size of a step of Adam, ${learningRate} unless said otherwise.`),
  real('l2', 0, 10, `Penalty on weights, ${l2} unless said otherwise.`),
];

/** Options of every way to adapt an encoder. */
export const adaptingOptions: Readonly<Record<AdaptKind, readonly OptionInfo[]>> = {
  contrastive: [
    ...adapting(16, 'Passes over the texts, 10 unless said otherwise.', '.003', '.01'),
    real(
      'temperature',
      0.01,
      10,
      'What cosines are divided by before they are compared, .2 unless said otherwise: less looks at the nearest texts alone.',
    ),
  ],
  supervised: adapting(
    16,
    'Most passes over the rows, 60 unless said otherwise; training stops before where held-out rows gain nothing.',
    '.01',
    '.001',
  ),
};

/** Options of every head of a text that has some. */
export const headOptions: Readonly<Record<HeadKind, readonly OptionInfo[]>> = {
  network: [
    whole('hidden', 2, 512, 'Units of the shared layer, 32 unless said otherwise.'),
    whole(
      'epochs',
      1,
      1000,
      'Most passes over the rows, 60 unless said otherwise; training stops before where held-out rows gain nothing.',
    ),
    real('dropout', 0, 0.9, 'Share of the shared layer that each pass leaves out, .1 unless said otherwise.'),
    real('l2', 0, 10, 'Penalty on weights, .001 unless said otherwise.'),
    real('learningRate', 0.00001, 1, 'Size of a step of Adam, .01 unless said otherwise.'),
    real(
      'adversarial',
      0,
      1,
      'Trains on embeddings moved against it, too, by this share of their length (Miyato, Dai and Goodfellow 2017); 0 unless said otherwise.',
    ),
    real(
      'smoothing',
      0,
      0.5,
      'Share of every yes or no that is spread over both (label smoothing); 0 unless said otherwise.',
    ),
    real(
      'augment',
      0,
      0.5,
      'Trains on changed copies of texts, too, whose words are each left out, or another where `synonyms` has one, with this chance; 0 unless said otherwise, .15 with `synonyms`.',
    ),
    {
      kind: 'file',
      name: 'synonyms',
      about: 'A CSV with the columns word and synonym; the path starts at the folder of the spec.',
    },
    {
      kind: 'model',
      name: 'through',
      with: 'back',
      about:
        'Trains on copies of texts in other words, too: translated by this model to another language, and by `back` from it (Sennrich, Haddow and Birch 2016). A model with an encoder and a decoder, such as Marian, on this machine.',
    },
    {
      kind: 'model',
      name: 'back',
      with: 'through',
      about: 'The model that translates back what `through` translated.',
    },
  ],
};
