import { beforeAll, describe, expect, it } from 'vitest';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { packEffect, unpackEffect } from '../../../kernel/src/effects/fitted-effect.js';
import { scoreEffect } from '../../../kernel/src/effects/score-effect.js';
import type { Reduction } from '../../../kernel/src/plan.js';
import { unwatched } from '../../../kernel/src/task.js';
import { openTensors } from '../../../kernel/src/text/network/tensors.js';
import type { TextDesign } from '../../../kernel/src/text/text-design.js';
import { type Browsed, browsed, browsing } from './browsed.js';
import { number, type Parameters, parametersOf } from './tables.js';
import { bent, product, woven } from './woven.js';

const joint: Reduction = { kind: 'directions', count: 4, of: ['treatment', 'outcome'] };
const network = { kind: 'network', options: { hidden: 16, epochs: 20, learningRate: 0.02 } } as const;

function estimated(
  { table, design }: Browsed,
  seen: Pick<TextDesign, 'reduction' | 'head'>,
  given: Partial<Parameters> = {},
) {
  const parameters = parametersOf({ texts: [browsing], folds: 3, ...given });
  return estimateEffect({ table, texts: [{ ...design, ...seen }], parameters }, unwatched);
}

const biasOf = (result: ReturnType<typeof estimated>) => Math.abs(result.contrasts[0].estimate - 1);

beforeAll(openTensors);

describe('directions of a text', () => {
  const shop = woven(2000, 1, product);

  it('let two of them confound together, which scores alone miss', () => {
    const linear = biasOf(estimated(shop, {}));
    const reduced = estimated(shop, { reduction: joint }, { checks: ['text balance'] });
    expect(linear).toBeGreaterThan(0.5);
    expect(biasOf(reduced)).toBeLessThan(0.6 * linear);
    expect(reduced.checks[0].sentence).toContain('Text balance');
  });

  it('need both, where what confounds is told by both together', () => {
    const both = biasOf(estimated(shop, { reduction: joint }));
    const one = biasOf(estimated(shop, { reduction: { ...joint, of: ['treatment'] } }));
    expect(both).toBeLessThan(one - 0.1);
  });

  it('of the treatment are hidden from what is adjusted for what a text says of the outcome alone', () => {
    const told = browsed(1200, 2, 4);
    const found = estimated(told, { reduction: joint }, { folds: 5 });
    const [, outcomeOnly] = found.textModes?.[0].modes ?? [];
    expect(Math.abs(outcomeOnly.estimate - 1) / outcomeOnly.stdError).toBeLessThan(3);
    const headline = estimated(told, { reduction: joint }, { textMode: 'outcome only', folds: 5 });
    expect(headline.contrasts[0].estimate).toBeCloseTo(outcomeOnly.estimate, 12);
    expect(headline.contrasts[0].stdError).toBeLessThan(found.contrasts[0].stdError);
  });
});

describe('principal components of a text', () => {
  it('keep a confounder that lies across what texts vary in', () => {
    const shop = browsed(1200, 4);
    // Ten times the spread along one axis that has no part in what confounds.
    const embedding = shop.design.embedding.map((x, i) => (i % 12 === 11 ? 10 : 1) * x);
    const wide = { ...shop, design: { ...shop.design, embedding } };
    const one = estimated(wide, { reduction: { kind: 'components', count: 1 } });
    expect(biasOf(estimated(wide, {}))).toBeLessThan(0.3);
    expect(biasOf(one)).toBeGreaterThan(0.7);
  });

  it('are all that is seen of it', () => {
    const shop = browsed(600, 5);
    const found = estimated(
      shop,
      { reduction: { kind: 'components', count: 2 } },
      { checks: ['text balance'] },
    );
    const { fitted } = estimated(
      shop,
      { reduction: { kind: 'components', count: 2 } },
      { estimator: { kind: 'causal forest', options: { trees: 20 } } },
    );
    expect(fitted.texts[0].scores.map(({ feature }) => feature)).toEqual([
      'browsing (principal component 1)',
      'browsing (principal component 2)',
    ]);
    expect(found.checks[0].passed).toBeTypeOf('boolean');
  });
});

describe('network heads of a text', () => {
  it('take out what bends along it, which lines leave', () => {
    const shop = woven(2000, 2, bent);
    const linear = biasOf(estimated(shop, {}));
    expect(linear).toBeGreaterThan(0.7);
    expect(biasOf(estimated(shop, { head: network }, { folds: 5 }))).toBeLessThan(0.35 * linear);
  });

  it('score and explain later rows as they did the first, kept as bytes or not', () => {
    const shop = woven(600, 3, bent);
    const { fitted } = estimated(
      shop,
      { head: network, reduction: joint },
      { estimator: { kind: 'causal forest', options: { trees: 20 } } },
    );
    expect(fitted.texts[0].scores).toHaveLength(3 + 3 + 4);
    const again = unpackEffect(structuredClone(packEffect(fitted)));
    const [one, other] = [fitted, again].map((each) =>
      scoreEffect(each, shop.table, [shop.design], unwatched),
    );
    expect(other).toEqual(one);
    expect(one[0].effect.every(Number.isFinite)).toBe(true);
    const damaged = structuredClone(packEffect(fitted));
    const { head } = damaged.texts[0].scores[3];
    Object.assign(head, { offsets: [] });
    expect(() => unpackEffect(damaged)).toThrow();
  });

  it('serve doses and several arms, too', () => {
    const { table, design } = woven(600, 4, bent);
    const seen = { head: { kind: 'network', options: { hidden: 8, epochs: 5 } } as const, reduction: joint };
    const columns = (treatment: (taste: number, row: number) => number) => {
      const tastes = Array.from(design.codes, (code) => design.embedding[code * design.dimensions]);
      const treated = number('treatment', tastes.map(treatment));
      return { ...table, columns: new Map([...table.columns, ['treatment', treated]]) };
    };
    const dose = estimated({ design, table: columns((taste, row) => taste + (row % 17) / 4) }, seen, {
      estimator: { kind: 'dml', options: {} },
    });
    expect(Number.isFinite(dose.contrasts[0].estimate)).toBe(true);
    const three = estimated(
      { design, table: columns((taste, row) => (row + (taste > 0 ? 1 : 0)) % 3) },
      seen,
    );
    expect(three.contrasts.map(({ estimate }) => Number.isFinite(estimate))).toEqual([true, true]);
  });
});
