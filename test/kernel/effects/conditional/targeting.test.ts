import { describe, expect, it } from 'vitest';
import { bestLinearPredictor } from '../../../../kernel/src/effects/conditional/best-linear-predictor.js';
import { type Targeting, worthOf } from '../../../../kernel/src/effects/conditional/targeting.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { noise } from '../tables.js';

/** Effects uniform on 0 to 1, known exactly, with scores that add noise to them. */
function targeting(n: number, seed: number, spread: number): Targeting {
  const { normal, uniform } = noise(seed);
  const priority = Float64Array.from({ length: n }, uniform);
  const score = priority.map((effect) => effect + spread * normal());
  return { priority, score, fold: Int8Array.from(priority, (_, row) => row % 5), seed };
}

describe('the worth of an order', () => {
  it('is that of the theory: AUTOC 1/4 and Qini area 1/12 for effects uniform on 0 to 1', () => {
    const { autoc, qini, all, gain, overRandom } = worthOf(targeting(20_000, 1, 0.5), unwatched);
    expect(Math.abs(autoc.value - 0.25)).toBeLessThan(3 * autoc.stdError);
    expect(Math.abs(qini.value - 1 / 12)).toBeLessThan(3 * qini.stdError);
    expect(autoc.stdError).toBeLessThan(0.01);
    expect(gain[0].value).toBe(0);
    expect(gain[20].value).toBeCloseTo(all.value, 12);
    expect(overRandom[20].value).toBeCloseTo(0, 12);
    // The top fifth: effects from .8 to 1.
    expect(Math.abs(gain[4].value - 0.2 * 0.9)).toBeLessThan(3 * gain[4].stdError);
  });

  it('has the error that it has from sample to sample', () => {
    const found = Array.from({ length: 200 }, (_, seed) => worthOf(targeting(400, seed + 1, 1), unwatched));
    for (const measure of ['autoc', 'qini'] as const) {
      const values = found.map((one) => one[measure].value);
      const mean = values.reduce((a, b) => a + b) / values.length;
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 199);
      const said = found.reduce((sum, one) => sum + one[measure].stdError / 200, 0);
      expect(said / spread).toBeGreaterThan(0.88);
      expect(said / spread).toBeLessThan(1.15);
    }
  });

  it('has the same error where the file is sorted by the scores', () => {
    const rows = targeting(2000, 5, 1);
    const order = Array.from(rows.score.keys()).sort((a, b) => rows.score[a] - rows.score[b]);
    const sorted = {
      ...rows,
      priority: Float64Array.from(order, (row) => rows.priority[row]),
      score: Float64Array.from(order, (row) => rows.score[row]),
      fold: Int8Array.from(order, (row) => rows.fold[row]),
    };
    const [one, other] = [worthOf(rows, unwatched), worthOf(sorted, unwatched)];
    expect(other.autoc.value).toBeCloseTo(one.autoc.value, 12);
    // Of 200 draws an error is known to a twentieth.
    expect(Math.abs(other.autoc.stdError / one.autoc.stdError - 1)).toBeLessThan(0.2);
  });

  it('is nothing where all rows have one priority, whatever the order of the rows', () => {
    const rows = targeting(500, 3, 1);
    const sorted = { ...rows, score: rows.score.slice().sort(), priority: new Float64Array(500).fill(2) };
    const { autoc, qini } = worthOf(sorted, unwatched);
    expect(autoc.value).toBeCloseTo(0, 12);
    expect(qini.value).toBeCloseTo(0, 12);
    expect(qini.stdError).toBeCloseTo(0, 12);
  });

  it('counts a row of weight 2 as two', () => {
    const rows = targeting(300, 4, 1);
    const twice = (values: Float64Array) => Float64Array.from({ length: 600 }, (_, i) => values[i >> 1]);
    const weighted = worthOf({ ...rows, weights: new Float64Array(300).fill(2) }, unwatched);
    const doubled = worthOf(
      {
        ...rows,
        priority: twice(rows.priority),
        score: twice(rows.score),
        fold: Int8Array.from({ length: 600 }, (_, i) => rows.fold[i >> 1]),
      },
      unwatched,
    );
    expect(doubled.gain[7].value).toBeCloseTo(weighted.gain[7].value, 10);
  });
});

describe('the best linear predictor', () => {
  it('has nothing to object to predictions of no effect at all', () => {
    const zeros = new Float64Array(50);
    const outcome = Float64Array.from({ length: 50 }, (_, row) => row % 3);
    const treatment = Float64Array.from({ length: 50 }, (_, row) => (row % 2) - 0.5);
    const { mean, differences } = bestLinearPredictor({ outcome, treatment, effect: zeros });
    expect([mean.value, differences]).toEqual([1, null]);
  });

  const draw = (n: number, seed: number, scale: number) => {
    const { normal, uniform } = noise(seed);
    const effect = Float64Array.from({ length: n }, () => 1 + normal());
    const treatment = effect.map(() => (uniform() < 0.5 ? 0.5 : -0.5));
    const outcome = effect.map((own, row) => own * treatment[row] + (1 + Math.abs(own)) * normal());
    return { outcome, treatment, effect: effect.map((own) => 1 + scale * (own - 1)) };
  };

  it('has coefficients of 1 where predictions are right, and more or less where they differ too little or too much', () => {
    for (const scale of [1, 0.5, 2]) {
      const { mean, differences } = bestLinearPredictor(draw(8000, 1, scale));
      expect(Math.abs(mean.value - 1)).toBeLessThan(3 * mean.stdError);
      expect(differences).not.toBeNull();
      if (differences) expect(Math.abs(differences.value - 1 / scale)).toBeLessThan(3 * differences.stdError);
    }
  });

  it('has the error that it has from sample to sample, variances being unequal', () => {
    const found = Array.from(
      { length: 200 },
      (_, seed) => bestLinearPredictor(draw(150, seed + 1, 1)).differences,
    );
    const values = found.map((one) => one?.value ?? Number.NaN);
    const mean = values.reduce((a, b) => a + b) / 200;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 199);
    const said = found.reduce((sum, one) => sum + (one?.stdError ?? Number.NaN) / 200, 0);
    expect(Math.abs(said / spread - 1)).toBeLessThan(0.15);
  });

  it('has none for differences where predictions do not differ', () => {
    const rows = draw(100, 1, 1);
    expect(bestLinearPredictor({ ...rows, effect: rows.effect.map(() => 1) }).differences).toBeNull();
  });
});
