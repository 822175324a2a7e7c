import type { Table } from '../../../kernel/src/data/table.js';
import type { TextDesign } from '../../../kernel/src/text/text-design.js';
import { noise, number, tableOf } from '../../kernel/effects/tables.js';
import type { Corpus } from './corpora.js';

/** What confounds: told by text alone, by text and a column together, or nothing of the text; or the text gives the treatment away. */
export const confounders = ['oblique', 'topic', 'sentiment', 'mixed', 'irrelevant', 'readable'] as const;
export type Confounder = (typeof confounders)[number];

/** Rows with planted treatment and outcome; the effect is 1 for everyone. */
export interface Draw {
  readonly table: Table;
  readonly design: TextDesign;
  /** Of the treatment, and mean outcome of the baseline: what nuisances should be. */
  readonly propensity: Float64Array;
  readonly baseline: Float64Array;
}

export const truth = 1;

/**
 * Rows drawn from the texts with replacement, so that rows are independent whatever their number. The log odds of the treatment are
 * `c + .3 x` and the outcome is `1 t + c + .5 x` with standard normal noise, `c` being the confounder and `x` a column.
 */
export function drawRows(corpus: Corpus, confounder: Confounder, n: number, seed: number): Draw {
  const { normal, uniform } = noise(seed);
  const codes = Int32Array.from({ length: n }, () => Math.floor(uniform() * corpus.texts.length));
  const x = Float64Array.from(codes, normal);
  const { odds, mean } = causes(corpus, confounder);
  const propensity = Float64Array.from(codes, (code, i) => 1 / (1 + Math.exp(-odds(code, x[i]))));
  const treatment = propensity.map((p) => (uniform() < p ? 1 : 0));
  const baseline = Float64Array.from(codes, (code, i) => mean(code, x[i]));
  const outcome = baseline.map((m, i) => m + truth * treatment[i] + normal());
  const history = { kind: 'text', name: 'history', type: 'text', codes, distinct: corpus.texts } as const;
  return {
    table: tableOf(number('x', x), number('treatment', treatment), number('outcome', outcome), history),
    design: { ...corpus.design, rows: n, codes },
    propensity,
    baseline,
  };
}

type Cause = (text: number, x: number) => number;

function causes(corpus: Corpus, confounder: Confounder): { readonly odds: Cause; readonly mean: Cause } {
  const { oblique, sentiment, word } = corpus;
  switch (confounder) {
    case 'mixed': {
      const both: Cause = (text, x) => 0.7 * sentiment[text] + 0.5 * x + 0.5 * sentiment[text] * x;
      return { odds: both, mean: both };
    }
    case 'irrelevant':
      return { odds: (_, x) => 0.3 * x, mean: (_, x) => 0.5 * x };
    case 'readable':
      return {
        odds: (text, x) => 3.5 * word[text] + oblique[text] + 0.3 * x,
        mean: (text, x) => oblique[text] + 0.5 * x,
      };
    default: {
      const c = corpus[confounder];
      return { odds: (text, x) => c[text] + 0.3 * x, mean: (text, x) => c[text] + 0.5 * x };
    }
  }
}
