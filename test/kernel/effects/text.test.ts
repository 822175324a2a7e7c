import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { scoreEffect } from '../../../kernel/src/effects/score-effect.js';
import { unwatched } from '../../../kernel/src/task.js';
import { textDesign } from '../../../kernel/src/text/text-design.js';
import { noise, number, parametersOf, tableOf } from './tables.js';

const dimensions = 12;

/** A shop whose confounder is an oblique direction of the embedding of what people browsed; the true effect is 1. */
function browsed(n: number, seed: number) {
  const { normal, uniform } = noise(seed);
  const distinct = n / 2;
  const embedding = Float32Array.from({ length: distinct * dimensions }, normal);
  const taste = Float64Array.from({ length: distinct }, (_, text) => {
    const row = embedding.subarray(text * dimensions, (text + 1) * dimensions);
    return row.reduce((sum, value, j) => sum + (j % 2 === 0 ? value : -value), 0) / Math.sqrt(dimensions);
  });
  const codes = Int32Array.from({ length: n }, () => Math.floor(uniform() * distinct));
  const treatment = [...codes].map((code) => (uniform() < 1 / (1 + Math.exp(-taste[code])) ? 1 : 0));
  const outcome = treatment.map((t, i) => 2 * taste[codes[i]] + t + normal());
  // The words say nothing: what confounds is in the embedding alone.
  const texts = Array.from({ length: distinct }, (_, i) => `page ${i % 7}`);
  const column = { kind: 'text', name: 'history', type: 'text', codes, distinct: texts } as const;
  return {
    table: tableOf(number('treatment', treatment), number('outcome', outcome), column),
    design: textDesign('browsing', column, embedding, dimensions),
  };
}

const texts = [{ name: 'browsing', column: 'history', step: 'encode:browsing' }];

describe('a text as confounder', () => {
  const { table, design } = browsed(1200, 1);

  it('is adjusted for through scores nested in the folds', () => {
    const parameters = parametersOf({ texts, checks: ['overlap', 'balance'] });
    const result = estimateEffect({ table, texts: [design], parameters }, unwatched);
    const [{ estimate, stdError }] = result.contrasts;
    expect(result.unadjusted[0].estimate).toBeGreaterThan(2);
    expect(Math.abs(estimate - 1) / stdError).toBeLessThan(3);
    expect(stdError).toBeLessThan(0.15);
    expect(result.adjustment.texts).toEqual(['browsing']);
    expect(result.balance.map(({ covariate }) => covariate)).toEqual(['browsing (score of 1)']);
    expect(result.checks.every(({ passed }) => passed)).toBe(true);
  });

  it('can modify the effect: later texts are scored by heads that are kept', () => {
    const estimator = { kind: 'causal forest', options: { trees: 50 } } as const;
    const { fitted, attribution } = estimateEffect(
      { table, texts: [design], parameters: parametersOf({ texts, estimator }) },
      unwatched,
    );
    expect(attribution?.sources.map(({ source }) => source)).toEqual(['browsing']);
    const later = browsed(40, 2);
    const [{ effect }] = scoreEffect(fitted, later.table, [later.design], unwatched);
    expect(effect.every(Number.isFinite)).toBe(true);
    expect(JSON.parse(JSON.stringify(fitted.texts))).toEqual(fitted.texts);
  });
});
