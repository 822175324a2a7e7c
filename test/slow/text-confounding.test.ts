import { expect, test } from 'vitest';
import { estimateEffect } from '../../kernel/src/effects/estimate-effect.js';
import type { EffectEstimate } from '../../kernel/src/effects/request.js';
import type { EffectStep } from '../../kernel/src/plan.js';
import { unwatched } from '../../kernel/src/task.js';
import { openEncoder } from '../../kernel/src/text/encoder.js';
import { textDesign } from '../../kernel/src/text/text-design.js';
import { generateShop } from '../../samples/generate/shop.js';
import { writeResults } from '../results.js';
import { shopTable } from './shop-table.js';

const seeds = Number(process.env.CAUSAL_SEEDS ?? 50);
const rows = 4000;

const parameters: EffectStep['parameters'] = {
  treatment: 'coupon',
  outcome: 'purchased',
  adjustment: ['tenure', 'recency', 'device', 'price'],
  texts: [],
  modifiers: [],
  instruments: [],
  mediators: [],
  groups: [],
  negativeOutcomes: [],
  negativeTreatments: [],
  nuisances: { kind: 'stack', options: {} },
  implications: [],
  estimand: 'ate',
  estimator: { kind: 'aipw', options: {} },
  checks: [],
  reason: '',
  level: 0.95,
  folds: 5,
  seed: 7,
};
const browsing = { name: 'browsing', column: 'history', step: 'encode:browsing' };

/** Vectors of texts by text: the 50 shops draw from the same 3,000. */
async function createEmbedder(): Promise<(texts: readonly string[]) => Promise<Float32Array>> {
  const encoder = await openEncoder('use-lite');
  const known = new Map<string, Float32Array>();
  return async (texts) => {
    const fresh = texts.filter((text) => !known.has(text));
    const vectors = await encoder.encode(fresh, unwatched);
    fresh.forEach((text, i) => {
      known.set(text, vectors.slice(i * encoder.dimensions, (i + 1) * encoder.dimensions));
    });
    const all = new Float32Array(texts.length * encoder.dimensions);
    texts.forEach((text, i) => {
      all.set(known.get(text)!, i * encoder.dimensions);
    });
    return all;
  };
}

test('text confounding is real in the sample, and adjusting for the text removes it', async () => {
  const embed = await createEmbedder();
  const runs: { truth: number; withText: EffectEstimate; without: EffectEstimate }[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const { visits, truth } = generateShop({ rows, seed });
    const { table, history } = shopTable(visits);
    const vectors = await embed(history.distinct);
    const design = textDesign('browsing', history, vectors, vectors.length / history.distinct.length);
    runs.push({
      truth: truth.ate,
      withText: estimateEffect(
        { table, texts: [design], parameters: { ...parameters, texts: [browsing] } },
        unwatched,
      ),
      without: estimateEffect({ table, texts: [], parameters }, unwatched),
    });
  }

  const summary = (which: 'withText' | 'without') => {
    const errors = runs.map((run) => run[which].contrasts[0].estimate - run.truth);
    const mean = errors.reduce((a, b) => a + b, 0) / runs.length;
    const spread = Math.sqrt(errors.reduce((a, b) => a + (b - mean) ** 2, 0) / (runs.length - 1));
    const stdError = runs.reduce((a, run) => a + run[which].contrasts[0].stdError, 0) / runs.length;
    const covered = runs.filter(
      ({
        truth,
        [which]: {
          contrasts: [
            {
              interval: [low, high],
            },
          ],
        },
      }) => low <= truth && truth <= high,
    );
    return { mean, spread, stdError, covered: covered.length };
  };
  const adjusted = summary('withText');
  const naive = summary('without');
  const points = (x: number) => (100 * x).toFixed(2);
  await writeResults('text-confounding.md', {
    title: 'Text as a confounder, on the sample shop',
    command: 'npm run test:slow -- text-confounding',
    note: `${seeds} shops of ${rows} visits, true effect ${points(runs[0].truth)} points, AIPW with 5 folds, 95 % intervals.`,
    columns: [
      'adjusting for',
      'bias (points)',
      'spread of estimates',
      'mean standard error',
      'intervals that cover the truth',
    ],
    rows: [
      [
        'columns and text',
        points(adjusted.mean),
        points(adjusted.spread),
        points(adjusted.stdError),
        `${adjusted.covered} of ${seeds}`,
      ],
      [
        'columns alone',
        points(naive.mean),
        points(naive.spread),
        points(naive.stdError),
        `${naive.covered} of ${seeds}`,
      ],
    ],
  });
  expect(adjusted.covered).toBeGreaterThanOrEqual(0.9 * seeds);
  expect(naive.covered).toBeLessThanOrEqual(0.2 * seeds);
});
