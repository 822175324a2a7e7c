/** Results of every kind as a real run could have found them. */
import type {
  AttributionResult,
  ComparisonResult,
  Contrast,
  EffectResult,
  GlobalAttribution,
  GraphResult,
  Histogram,
  ModelResult,
  Provenance,
  Result,
  ScoreResult,
} from '../../kernel/src/result.js';

const provenance: Provenance = {
  stepHash: '5f0c2a9be77d41f2a6c0b6f7e1d3c4b5a69788f0e1d2c3b4a5968778695a4b3c',
  specHash: '0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9',
  dataHash: 'ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100',
  seed: 20260101,
  versions: { 'causal-spec': '0.1.0', duckdb: '1.5.6', 'use-lite': '0.2.0' },
  place: { line: 12, character: 1, cell: 3 },
};

/** Counts of a bell around `mean`, in `bins` bins from `low` to `high`. */
function bell(
  low: number,
  high: number,
  bins: number,
  mean: number,
  spread: number,
  rows: number,
): Histogram {
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
  const heights = edges
    .slice(1)
    .map((edge, i) => Math.exp(-(((edges[i] + edge) / 2 - mean) ** 2) / (2 * spread ** 2)));
  const total = heights.reduce((sum, height) => sum + height, 0);
  return { edges, counts: heights.map((height) => Math.round((rows * height) / total)) };
}

const effectAttribution: GlobalAttribution = {
  of: 'effect of coupon on purchased',
  base: 0.0612,
  rows: 20_000,
  sources: [
    { source: 'browsing', meanAbsolute: 0.0312, meanSigned: 0.0041 },
    { source: 'tenure', meanAbsolute: 0.0188, meanSigned: -0.0093 },
    { source: 'recency', meanAbsolute: 0.0071, meanSigned: 0.0012 },
    { source: 'device', meanAbsolute: 0.0012, meanSigned: -0.0002 },
  ],
};

const couponContrast: Contrast = {
  arm: '1',
  n: 9_412,
  estimate: 0.06124,
  stdError: 0.00581,
  interval: [0.04985, 0.07263],
  baselineMean: 0.2113,
  relative: 0.2898,
};

const covariates = [
  'browsing (score)',
  'tenure',
  'recency',
  'device = phone',
  'device = tablet',
  'visits before',
  'country = CN',
];

export const coupon: EffectResult = {
  kind: 'effect',
  name: 'coupon_lift',
  sentence:
    'The coupon raised purchased by 0.061 on average (95% interval 0.050 to 0.073), from 0.211 without it.',
  provenance,
  warnings: ['14 rows were left out because purchased is missing.'],
  estimand: 'ate',
  estimandSentence: 'Mean of purchased had every visit been given the coupon, minus had none.',
  treatment: 'coupon',
  outcome: 'purchased',
  arms: ['0', '1'],
  contrasts: [couponContrast],
  level: 0.95,
  n: 19_986,
  adjustment: {
    columns: ['tenure', 'recency'],
    texts: ['browsing'],
    reason:
      'The graph shop has two open backdoor paths, through tenure and through browsing; adjusting for both closes them.',
  },
  estimator: 'causal forest',
  checks: [
    {
      name: 'placebo',
      passed: true,
      value: 0.41,
      threshold: 0.05,
      sentence:
        'With the treatment shuffled there is no effect to find: p = 0.41, required above 0.05, so the check passes.',
    },
    {
      name: 'balance',
      passed: true,
      value: 0.031,
      threshold: 0.1,
      sentence: 'The largest standardised mean difference after weighting is 0.031, required below 0.1.',
    },
    {
      name: 'overlap',
      passed: false,
      value: 0.062,
      threshold: 0.05,
      sentence:
        '6.2% of rows have a propensity outside 0.02 to 0.98, at most 5% may: mind the region without overlap.',
    },
  ],
  overlap: [
    {
      arm: '1',
      treated: bell(0, 1, 25, 0.62, 0.17, 9_412),
      untreated: bell(0, 1, 25, 0.38, 0.16, 10_574),
      bounds: [0.02, 0.98],
      shareOutside: 0.062,
      effectiveTreated: 7_812.4,
      effectiveUntreated: 8_655.1,
    },
  ],
  balance: covariates.map((covariate, i) => ({
    arm: '1',
    covariate,
    before: [0.62, -0.41, 0.24, -0.12, 0.09, 0.05, -0.01][i],
    after: [0.031, -0.018, 0.012, -0.006, 0.011, 0.002, -0.004][i],
  })),
  heterogeneity: [
    {
      arm: '1',
      distribution: bell(-0.04, 0.18, 30, 0.063, 0.031, 19_986),
      quantiles: [
        { probability: 0.05, value: 0.0118 },
        { probability: 0.25, value: 0.0421 },
        { probability: 0.5, value: 0.0628 },
        { probability: 0.75, value: 0.0837 },
        { probability: 0.95, value: 0.1142 },
      ],
      groups: [
        ['tenure', '1st quarter (0 to 5)', 0.1034, 0.0113],
        ['tenure', '2nd quarter (5 to 14)', 0.0712, 0.0109],
        ['tenure', '3rd quarter (14 to 31)', 0.0451, 0.0112],
        ['tenure', '4th quarter (31 to 120)', 0.0214, 0.0121],
        ['device', 'desktop', 0.0482, 0.0094],
        ['device', 'phone', 0.0711, 0.0078],
      ].map(([modifier, group, estimate, stdError]) => ({
        modifier: String(modifier),
        group: String(group),
        n: 4_996,
        estimate: Number(estimate),
        stdError: Number(stdError),
        interval: [
          Number(estimate) - 1.96 * Number(stdError),
          Number(estimate) + 1.96 * Number(stdError),
        ] as const,
      })),
      shares: { positive: 0.741, negative: 0.004, unclear: 0.255 },
    },
  ],
  unadjusted: [{ estimate: 0.1482, stdError: 0.0061, interval: [0.1362, 0.1602] }],
  attribution: effectAttribution,
};

/** Two arms by name, adjusted for nothing: the smallest effect result there is. */
export const mailing: EffectResult = {
  ...coupon,
  name: 'mailing',
  sentence: 'Against No E-Mail, Mens E-Mail raised visit by 0.077 and Womens E-Mail by 0.045.',
  warnings: [],
  treatment: 'segment',
  outcome: 'visit',
  arms: ['No E-Mail', 'Mens E-Mail', 'Womens E-Mail'],
  contrasts: [
    {
      arm: 'Mens E-Mail',
      n: 21_307,
      estimate: 0.0766,
      stdError: 0.0033,
      interval: [0.0701, 0.0831],
      baselineMean: 0.1062,
      relative: 0.721,
    },
    {
      arm: 'Womens E-Mail',
      n: 21_387,
      estimate: 0.0452,
      stdError: 0.0032,
      interval: [0.0389, 0.0515],
      baselineMean: 0.1062,
      relative: 0.426,
    },
  ],
  n: 64_000,
  adjustment: {
    columns: [],
    texts: [],
    reason: 'An experiment: the arms were drawn by chance, so nothing is adjusted for.',
  },
  estimator: 'difference in means',
  checks: [],
  overlap: [],
  balance: [],
  heterogeneity: [],
  unadjusted: [],
  attribution: undefined,
};

export const willBuy: ModelResult = {
  kind: 'model',
  name: 'will_buy',
  sentence: 'On held-out rows the model ranks a buyer above a non-buyer 81 times in 100 (AUC 0.812).',
  provenance,
  warnings: [],
  task: 'classification',
  outcome: 'purchased',
  learner: 'boosted trees',
  n: 20_000,
  metrics: [
    {
      split: 'held out',
      n: 4_000,
      metrics: [
        { name: 'AUC', value: 0.8123, interval: [0.7984, 0.8255] },
        { name: 'log loss', value: 0.4312, interval: [0.4191, 0.4439] },
        { name: 'Brier', value: 0.1393, interval: [0.1341, 0.1447] },
        { name: 'calibration error', value: 0.0124, interval: [0.0081, 0.0191] },
      ],
    },
  ],
  calibration: Array.from({ length: 10 }, (_, i) => ({
    predicted: 0.03 + i * 0.078,
    observed: 0.03 + i * 0.078 + 0.02 * Math.sin(i * 1.7),
    n: 400,
  })),
  attribution: {
    of: 'predicted purchased',
    base: -1.204,
    rows: 4_000,
    sources: [
      { source: 'browsing', meanAbsolute: 0.712, meanSigned: 0.021 },
      { source: 'tenure', meanAbsolute: 0.431, meanSigned: -0.114 },
      { source: 'recency', meanAbsolute: 0.208, meanSigned: 0.033 },
      { source: 'coupon', meanAbsolute: 0.171, meanSigned: 0.08 },
    ],
  },
  tree: {
    leaf: false,
    question: 'tenure < 12',
    n: 16_000,
    yes: {
      leaf: false,
      question: 'browsing (score) < -0.31',
      n: 7_104,
      yes: { leaf: true, value: 0.0712, n: 2_911 },
      no: {
        leaf: false,
        question: 'device in {phone, tablet}',
        n: 4_193,
        yes: { leaf: true, value: 0.2114, n: 2_020 },
        no: { leaf: true, value: 0.3391, n: 2_173 },
      },
    },
    no: {
      leaf: false,
      question: 'recency < 3.5',
      n: 8_896,
      yes: { leaf: true, value: 0.6127, n: 3_333 },
      no: { leaf: true, value: 0.2883, n: 5_563 },
    },
  },
};

export const spend: ModelResult = {
  ...willBuy,
  name: 'spend',
  sentence: 'On held-out rows the prediction of spend is off by 11.9 on average.',
  task: 'regression',
  outcome: 'spend',
  learner: 'tree',
  metrics: [
    {
      split: 'held out',
      n: 4_000,
      metrics: [
        { name: 'RMSE', value: 18.42, interval: [17.61, 19.3] },
        { name: 'MAE', value: 11.93, interval: [11.52, 12.4] },
        { name: 'R2', value: 0.342, interval: [0.301, 0.381] },
      ],
    },
  ],
  calibration: [],
  tree: undefined,
};

export const explained: AttributionResult = {
  kind: 'attribution',
  name: 'will_buy',
  sentence: 'Three visits explained; what the visitor browsed moves the prediction most in two of them.',
  provenance,
  warnings: [],
  of: 'predicted purchased',
  base: 0.24,
  sources: ['browsing', 'tenure', 'recency', 'coupon', 'device'],
  rows: [
    {
      row: 42,
      unit: 'u-1007',
      prediction: 0.52,
      values: [0.19, 0.11, -0.06, 0.05, -0.01],
      shown: ['running shoes, 跑步鞋, socks', '3', '12.5', '1', 'phone'],
    },
    {
      row: 1_204,
      unit: 'u-0031',
      prediction: 0.09,
      values: [-0.12, -0.04, 0.01, 0, 0],
      shown: ['gift ideas for a colleague', '57', '2.25', '0', 'desktop'],
    },
    {
      row: 19_876,
      prediction: 0.31,
      values: [0.02, 0.03, 0.04, -0.03, 0.01],
      shown: ['', '8', '1', '0', 'tablet'],
    },
  ],
  global: willBuy.attribution,
};

export const shop: GraphResult = {
  kind: 'graph',
  name: 'shop',
  sentence:
    'Coupon and purchased share two causes, tenure and browsing; adjusting for both closes every backdoor path.',
  provenance,
  warnings: [],
  nodes: [
    { name: 'tenure', observed: true, role: 'confounder' },
    { name: 'browsing', observed: true, role: 'confounder' },
    { name: 'taste', observed: false, role: 'unobserved' },
    { name: 'lottery', observed: true, role: 'instrument' },
    { name: 'coupon', observed: true, role: 'treatment' },
    { name: 'basket size', observed: true, role: 'mediator' },
    { name: 'device', observed: true, role: 'effect modifier' },
    { name: 'purchased', observed: true, role: 'outcome' },
    { name: 'review written', observed: true, role: 'collider' },
    { name: 'weather', observed: true, role: 'other' },
  ],
  edges: [
    { from: 'tenure', to: 'coupon', confounding: true },
    { from: 'tenure', to: 'purchased', confounding: true },
    { from: 'browsing', to: 'coupon', confounding: true },
    { from: 'browsing', to: 'purchased', confounding: true },
    { from: 'taste', to: 'browsing', confounding: false },
    { from: 'taste', to: 'purchased', confounding: false },
    { from: 'lottery', to: 'coupon', confounding: false },
    { from: 'coupon', to: 'basket size', confounding: false },
    { from: 'basket size', to: 'purchased', confounding: false },
    { from: 'coupon', to: 'purchased', confounding: false },
    { from: 'device', to: 'purchased', confounding: false },
    { from: 'coupon', to: 'review written', confounding: false },
    { from: 'purchased', to: 'review written', confounding: false },
    { from: 'weather', to: 'purchased', confounding: false },
  ],
};

export const scored: ScoreResult = {
  kind: 'score',
  name: 'coupon_lift',
  sentence: 'Scored 12 000 rows of june.parquet; 71% have an effect clearly above 0.',
  provenance,
  warnings: [],
  path: 'scored.parquet',
  rows: 12_000,
  columns: ['user_id', 'device', 'tenure', 'coupon_lift', 'coupon_lift_low', 'coupon_lift_high'],
  preview: Array.from({ length: 12 }, (_, i) => [
    9007199254740000 + i * 7,
    ['phone', 'desktop', null][i % 3],
    (i * 13) % 61,
    0.0612345 + 0.01 * Math.sin(i),
    0.0212345 + 0.01 * Math.sin(i),
    0.1012345 + 0.01 * Math.sin(i),
  ]),
};

export const compared: ComparisonResult = {
  kind: 'comparison',
  name: 'will_buy, will_buy_2',
  sentence:
    'Boosted trees rank better than the linear model (AUC 0.812 against 0.774) on the same held-out rows.',
  provenance,
  warnings: [],
  columns: ['learner', 'AUC', 'log loss', 'rows'],
  rows: [
    { name: 'will_buy', values: ['boosted trees', 0.8123, 0.4312, 4_000] },
    { name: 'will_buy_2', values: ['linear', 0.7741, 0.4678, 4_000] },
  ],
};

/** Every kind once or more, by the name of what it shows. */
export const examples: ReadonlyMap<string, Result> = new Map<string, Result>([
  ['an effect with everything', coupon],
  ['an experiment with two arms', mailing],
  ['a classification', willBuy],
  ['a regression', spend],
  ['explained rows', explained],
  ['a graph', shop],
  ['a scored file', scored],
  ['a comparison', compared],
]);
