import { describe, expect, it } from 'vitest';
import { decodeValue, encodeValue } from '../../../../kernel/src/artifacts/codec.js';
import { estimateEffect } from '../../../../kernel/src/effects/estimate-effect.js';
import { explainEffect } from '../../../../kernel/src/effects/explain-effect.js';
import { packEffect, unpackEffect } from '../../../../kernel/src/effects/fitted-effect.js';
import { scoreEffect } from '../../../../kernel/src/effects/score-effect.js';
import { InputError } from '../../../../kernel/src/problem.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { confounded } from '../simulate.js';
import { number, parametersOf, tableOf } from '../tables.js';

const kinds = [
  's learner',
  't learner',
  'x learner',
  'r learner',
  'dr learner',
  'da learner',
  'auto',
] as const;
const adjustment = ['x', 'z', 'shop'];
const learn = (kind: (typeof kinds)[number], n: number, seed: number, slope: number) => {
  const parameters = parametersOf({ adjustment, estimator: { kind, options: {} }, folds: 3 });
  return estimateEffect({ table: confounded(n, seed, slope).table, texts: [], parameters }, unwatched);
};

/** Rows of another sample, every tenth without `z`. */
function laterRows() {
  const { table } = confounded(200, 2, 2);
  const z = table.columns.get('z');
  const x = table.columns.get('x');
  if (z?.kind !== 'numeric' || x?.kind !== 'numeric') throw new Error('x and z are numbers');
  const gaps = number(
    'z',
    z.values.map((value, row) => (row % 10 === 0 ? Number.NaN : value)),
  );
  return { table: tableOf(...table.columns.values(), gaps), truth: x.values.map((value) => 1 + 2 * value) };
}

describe.each(kinds)('the %s', (kind) => {
  const result = learn(kind, 500, 1, 2);
  const later = laterRows();
  const [{ effect, low, high }] = scoreEffect(result.fitted, later.table, [], unwatched);

  it('scores later rows, values missing among them, far better than one effect for all', () => {
    const squares = later.truth.reduce((sum, value, row) => sum + (value - effect[row]) ** 2, 0) / 200;
    expect(squares).toBeLessThan(0.25 * 4);
    expect(effect.every((value, row) => low[row] <= value && value <= high[row])).toBe(true);
  });

  it('explains scores with attributions that add up to them', () => {
    const rows = Int32Array.of(0, 7, 130);
    const { base, sources, values } = explainEffect(result.fitted, later.table, [], rows, 0, unwatched);
    expect([...sources].sort()).toEqual([...adjustment].sort());
    rows.forEach((row, i) => {
      const own = [...values.slice(i * sources.length, (i + 1) * sources.length)];
      expect(own.reduce((sum, value) => sum + value, base)).toBeCloseTo(effect[row], 9);
    });
  });

  it('comes back from storing as it was', () => {
    const stored = unpackEffect(decodeValue(encodeValue(packEffect(result.fitted))));
    expect(scoreEffect(stored, later.table, [], unwatched)[0].high).toEqual(high);
  });

  it('has the doubly robust average', () => {
    const aipw = estimateEffect(
      {
        table: confounded(500, 1, 2).table,
        texts: [],
        parameters: parametersOf({ adjustment, folds: 3 }),
      },
      unwatched,
    );
    expect(result.contrasts[0].estimate).toBe(aipw.contrasts[0].estimate);
  });
});

describe('auto', () => {
  it('says what it chose, in shares that add up to 1', () => {
    const [selection] = learn('auto', 500, 3, 2).selection ?? [];
    expect(selection.candidates.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(selection.candidates[0]).toMatchObject({ learner: 'constant effect', share: 0, gain: 0 });
    expect(selection.sentence).toMatch(/below that of one effect for all/);
  });

  it('keeps one effect for all in most samples where effects are the same', () => {
    const constant = [1, 3, 5].filter((seed) => {
      const [selection] = learn('auto', 300, seed, 0).selection ?? [];
      return selection.candidates[0].share === 1;
    });
    expect(constant.length).toBeGreaterThanOrEqual(2);
  });
});

describe('a stored effect', () => {
  it('is refused where a model in it is not whole', () => {
    const packed = packEffect(learn('r learner', 300, 1, 2).fitted);
    const [model] = packed.models;
    const [learner] = model.learners;
    const damages = [
      { learners: [] },
      { knots: [{ feature: 'x', at: [1, 0, 2, 3] }] },
      { learners: [{ ...learner, share: -1 }] },
      { learners: [{ ...learner, effect: { constant: 0, parts: [{ kind: 'magic', weight: 1 }] } }] },
      { learners: [{ ...learner, halves: [{ constant: Number.NaN, parts: [] }] }] },
    ];
    for (const damage of damages) {
      expect(() => unpackEffect({ ...packed, models: [{ ...model, ...damage }] })).toThrow(InputError);
    }
  });
});
