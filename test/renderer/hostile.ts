/** Results that mean harm or are merely extreme: each must show as text and do nothing. */
import type { EffectResult, Result } from '../../kernel/src/result.js';
import { coupon, mailing } from './effect-examples.js';
import { explained, inWords, scored, shop, willBuy } from './examples.js';

const script = '<img src=x onerror="window.harmed = 1"><script>window.harmed = 1</script>';
const long = 'a_very_long_name_'.repeat(400);
const turned = 'safe\u202egnp.exe \u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd';
const terminal = '\u001b]0;harmed\u0007\u001b[2Jname\nnext line | `code` **bold** [link](javascript:harm)';

/** As it comes out of JSON: a number that is none is null, whatever the types say. */
const gone = JSON.parse('null') as number;

const nameless: EffectResult = {
  ...coupon,
  contrasts: [
    {
      ...coupon.contrasts[0],
      arm: script,
      estimate: gone,
      stdError: gone,
      interval: [gone, gone],
      relative: null,
    },
    { ...coupon.contrasts[0], arm: '__proto__', estimate: 1e-12, interval: [-1e300, 1e300] },
    { ...coupon.contrasts[0], arm: '__proto__', estimate: Number.NaN, interval: [0, 0] },
  ],
  unadjusted: [],
};

export const hostile: ReadonlyMap<string, Result> = new Map<string, Result>([
  [
    'markup in every name',
    {
      ...coupon,
      name: script,
      sentence: script,
      treatment: script,
      outcome: script,
      warnings: [script],
      arms: [script, script],
    },
  ],
  ['markup in an arm, no numbers', nameless],
  [
    'markup in covariates and checks',
    {
      ...coupon,
      balance: [{ arm: script, covariate: script, before: gone, after: gone }],
      checks: [{ ...coupon.checks[0], sentence: script }],
      adjustment: { columns: [script, '__proto__'], texts: [terminal], reason: script },
    },
  ],
  [
    'very long names',
    {
      ...mailing,
      name: long,
      sentence: long,
      outcome: long,
      arms: [long],
      contrasts: [{ ...mailing.contrasts[0], arm: long }],
    },
  ],
  [
    'right-to-left and overrides',
    { ...explained, name: turned, sources: [turned, '__proto__', 'constructor', script, long] },
  ],
  ['terminal commands and Markdown', { ...willBuy, name: terminal, sentence: terminal, outcome: terminal }],
  [
    'a graph of strange names',
    {
      ...shop,
      nodes: [
        { name: '__proto__', observed: true, role: 'treatment' },
        { name: 'constructor', observed: true, role: 'outcome' },
        { name: script, observed: false, role: 'unobserved' },
        { name: long, observed: true, role: 'confounder' },
      ],
      edges: [
        { from: '__proto__', to: 'constructor', confounding: true },
        { from: 'constructor', to: '__proto__', confounding: false },
        { from: script, to: script, confounding: false },
        { from: 'nowhere', to: long, confounding: true },
      ],
    },
  ],
  [
    'everything empty',
    {
      ...coupon,
      arms: [],
      contrasts: [],
      unadjusted: [],
      checks: [],
      overlap: [],
      balance: [],
      heterogeneity: [],
      attribution: undefined,
    },
  ],
  [
    'a model without numbers',
    { ...willBuy, metrics: [], calibration: [], attribution: { ...willBuy.attribution, sources: [] } },
  ],
  ['no rows explained', { ...explained, rows: [], sources: [] }],
  [
    'texts that mean harm, explained in words',
    {
      ...inWords,
      rows: [
        {
          ...inWords.rows[0],
          texts: [
            {
              source: script,
              empty: gone,
              phrases: [script, turned, terminal, long, '\ud800', '', '   ', `${'word '.repeat(60_000)}`].map(
                (text, i) => ({ text, value: i === 4 ? gone : 0.1 * (i - 3), error: gone }),
              ),
              versions: 64,
              exact: false,
            },
            { source: 'nothing', empty: 0, phrases: [], versions: 0, exact: true },
          ],
        },
      ],
      terms: [
        {
          source: script,
          rows: 3,
          words: [
            { word: terminal, n: 1, measured: 1, meanAbsolute: gone, meanSigned: gone, interval: null },
          ],
        },
        { source: 'nothing', rows: 0, words: [] },
      ],
    },
  ],
  ['no graph', { ...shop, nodes: [], edges: [] }],
  [
    'a long scored file',
    {
      ...scored,
      columns: [script, '__proto__'],
      preview: Array.from({ length: 1_000 }, (_, i) => [i, i % 7 ? turned : null]),
    },
  ],
]);

/** No results at all: each must yield a plain message. */
export const malformed: readonly unknown[] = [
  undefined,
  null,
  7,
  'effect',
  [],
  {},
  { kind: '__proto__' },
  { kind: 'forecast', name: 'x' },
  { ...coupon, contrasts: 'many' },
  { ...coupon, contrasts: [{ ...coupon.contrasts[0], interval: [1] }] },
  { ...willBuy, attribution: undefined },
  { ...inWords, rows: [{ ...inWords.rows[0], texts: [{ source: 'browsing' }] }] },
  { ...shop, nodes: [{ name: { toString: 'x' }, observed: true, role: 'other' }] },
  { ...coupon, overlap: [{ ...coupon.overlap[0], treated: { edges: [0, 1], counts: [1, 2, 3] } }] },
];
