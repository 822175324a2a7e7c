/** Effects as a real run could have found them. */
import type {
  Contrast,
  EffectResult,
  Estimate,
  GlobalAttribution,
  Histogram,
  Provenance,
  UpliftCurve,
} from '../../kernel/src/result.js';

export const provenance: Provenance = {
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

/** A point with its 95 % interval. */
const estimateOf = (estimate: number, stdError: number): Estimate => ({
  estimate,
  stdError,
  interval: [estimate - 1.96 * stdError, estimate + 1.96 * stdError],
});

const groups = [
  { group: 'loyal phones', n: 3_204, ...estimateOf(0.0284, 0.0141), simultaneous: [-0.0032, 0.06] as const },
  { group: 'newcomers', n: 5_120, ...estimateOf(0.1012, 0.0109), simultaneous: [0.0768, 0.1256] as const },
].map((group) => ({ ...group, arm: '1' }));

/** Gains that rise quickly and level off, as where effects differ. */
const uplift: UpliftCurve = {
  arm: '1',
  points: Array.from({ length: 21 }, (_, i) => {
    const share = i / 20;
    const over = 0.055 * share * (1 - share);
    return {
      share,
      gain: estimateOf(0.0612 * share + over, 0.0058 * Math.sqrt(share)),
      overRandom: estimateOf(over, 0.006 * Math.sqrt(share * (1 - share))),
      response: 0.0612 * share - 0.3 * over,
    };
  }),
  autoc: estimateOf(0.0251, 0.0062),
  qini: estimateOf(0.0092, 0.0019),
  qiniShare: 0.15,
  response: estimateOf(-0.0028, 0.0019),
  overResponse: estimateOf(0.012, 0.0026),
  sentence:
    'Treating the fifth of rows with the largest predicted effects of "1" gains 0.021 per row of all, 34 % of what treating all gains: more than the 0.012 of a random fifth.',
};

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
  sensitivity: [
    {
      arm: '1',
      eValue: { estimate: 1.9, interval: 1.77 },
      robustness: { estimate: 0.121, interval: 0.1 },
      benchmarks: [
        { column: 'browsing', outcome: 0.051, treatment: 0.032, bias: 0.0182, interval: [0.0316, 0.0909] },
        { column: 'tenure', outcome: 0.012, treatment: 0.021, bias: 0.0071, interval: [0.0427, 0.0797] },
      ],
    },
  ],
  simulated: [
    {
      arm: '1',
      unit: 'browsing',
      multiples: [0, 1, 5],
      estimates: [
        [0.0612, 0.0612, 0.0612],
        [0.0612, 0.0431, -0.0911],
        [0.0612, -0.0288, null],
      ],
      turns: 1.83,
    },
  ],
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
  textModes: [
    {
      arm: '1',
      modes: [
        { mode: 'full', ...estimateOf(0.0612, 0.0058), difference: null },
        { mode: 'outcome only', ...estimateOf(0.0634, 0.0057), difference: estimateOf(0.0022, 0.0016) },
        { mode: 'without text', ...estimateOf(0.1391, 0.0056), difference: estimateOf(0.0779, 0.0024) },
      ],
      headline: 'full',
      readable: 0.012,
      sentence:
        'Adjusted for all that browsing says the effect is +0.0612; for what it says of purchased alone, +0.0634; without it, +0.139.',
    },
  ],
  groups,
  uplift: [uplift],
  selection: [
    {
      arm: '1',
      sentence:
        'Effects are those of causal forest (70 %) and r learner (30 %), chosen by R-loss and DR-loss on rows that they have not seen.',
      candidates: [
        ['one effect for all', 0, 0.1612, 0.2944, 0, 0],
        ['causal forest', 0.7, 0.1603, 0.2931, -0.0009, 0.0002],
        ['r learner', 0.3, 0.1605, 0.2935, -0.0007, 0.0002],
      ].map(([learner, share, rLoss, drLoss, gain, gainError]) => ({
        learner: String(learner),
        share: Number(share),
        rLoss: Number(rLoss),
        drLoss: Number(drLoss),
        gain: Number(gain),
        gainError: Number(gainError),
      })),
    },
  ],
  unadjusted: [{ estimate: 0.1482, stdError: 0.0061, interval: [0.1362, 0.1602] }],
  attribution: effectAttribution,
};

/** Two arms by name, adjusted for nothing: the smallest effect result there is. */
export const mailing: EffectResult = {
  ...coupon,
  name: 'mailing',
  estimandSentence:
    'Mean of visit had every customer been sent the e-mail of an arm, minus had none been sent any.',
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
  sensitivity: [],
  simulated: [],
  heterogeneity: [],
  unadjusted: [],
  textModes: undefined,
  groups: undefined,
  uplift: undefined,
  selection: undefined,
  attribution: undefined,
};
