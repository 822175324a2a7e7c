/** Results of every kind as a real run could have found them. */
import type {
  AttributionResult,
  ComparisonResult,
  GraphResult,
  ModelResult,
  Result,
  ScoreResult,
} from '../../kernel/src/result.js';
import { ads } from './ads-example.js';
import { advertised } from './dose-example.js';
import { coupon, mailing, provenance } from './effect-examples.js';
import { coupons } from './policy-example.js';
import { bestPrice } from './price-example.js';
import { offers } from './ranking-example.js';
import { order } from './stock-example.js';

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
  attribution: { ...willBuy.attribution, of: 'predicted spend', base: 21.4 },
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
  global: { ...willBuy.attribution, base: 0.24 },
};

const told = ([text, value, weight, spread]: readonly [string, number, number, number], error: number) => ({
  text,
  value,
  error,
  surrogate: { weight, spread },
});

const browsed: readonly (readonly [string, number, number, number])[] = [
  ['just looking ', -0.08, -0.07, 0.02],
  ['around at ', 0.001, -0.01, 0.01],
  ['running shoes; ', 0.05, 0.06, 0.02],
  ['asked the shop ', 0.16, 0.19, 0.03],
  ['about delivery of ', 0.06, 0.04, 0.03],
  ['socks', -0.02, 0, 0.01],
];
const chinese: readonly (readonly [string, number, number, number])[] = [
  ['比较了价格：', 0.04, 0.05, 0.02],
  ['登山帐篷，', -0.05, -0.06, 0.03],
  ['只是好奇；', -0.09, -0.07, 0.02],
  ['خيمة رائعة ', 0.01, 0, 0.01],
  ['👩‍👩‍👧 ', 0.02, 0.01, 0.02],
  ['随便看看', -0.03, -0.02, 0.02],
  ['婴儿推车，', 0.02, 0.03, 0.02],
  ['在深夜', -0.01, 0, 0.02],
];

/** Rows whose text is explained in words. */
export const inWords: AttributionResult = {
  ...explained,
  rows: explained.rows.map((row, i) => {
    const phrases = [browsed, chinese][i];
    if (!phrases) return row;
    const exact = phrases.length < 7;
    const sum = phrases.reduce((total, [, value]) => total + value, 0);
    const text = {
      source: 'browsing',
      empty: row.values[0] - sum,
      phrases: phrases.map((phrase) => told(phrase, exact ? 0 : 0.004)),
      versions: exact ? 62 : 64,
      exact,
      surrogate: { repetitions: 20, agreement: exact ? 0.95 : 0.6 },
    };
    return {
      ...row,
      shown: [phrases.map(([words]) => words).join(''), ...row.shown.slice(1)],
      texts: [text],
    };
  }),
  terms: [
    {
      source: 'browsing',
      rows: 400,
      words: [
        {
          word: 'delivery',
          n: 61,
          measured: 8,
          meanAbsolute: 0.142,
          meanSigned: 0.142,
          interval: [0.11, 0.174],
        },
        {
          word: '好奇',
          n: 22,
          measured: 8,
          meanAbsolute: 0.081,
          meanSigned: -0.077,
          interval: [-0.11, -0.044],
        },
        {
          word: 'shoes',
          n: 40,
          measured: 8,
          meanAbsolute: 0.031,
          meanSigned: 0.012,
          interval: [-0.013, 0.037],
        },
        { word: 'socks', n: 3, measured: 1, meanAbsolute: 0.02, meanSigned: -0.02, interval: null },
      ],
    },
  ],
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
    { name: 'reminder sent', observed: true, role: 'post-treatment' },
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
    { from: 'coupon', to: 'reminder sent', confounding: false },
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
  ['an effect of a dose', advertised],
  ['a classification', willBuy],
  ['a regression', spend],
  ['a policy', coupons],
  ['a policy of several arms', ads],
  ['a price', bestPrice],
  ['an order', order],
  ['a ranking', offers],
  ['explained rows', explained],
  ['rows explained in words', inWords],
  ['a graph', shop],
  ['a scored file', scored],
  ['a comparison', compared],
]);
