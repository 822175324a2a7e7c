import { Matrix, solve } from 'ml-matrix';
import { expect, test } from 'vitest';
import { unwatched } from '../../../kernel/src/task.js';
import { fitRidge } from '../../../kernel/src/text/ridge.js';
import { undersmoothing } from '../../../kernel/src/text/ridge-job.js';
import { dotRow, textFeatures } from '../../../kernel/src/text/text-features.js';
import { plantTexts } from './planted.js';

const { design, noise, oblique } = plantTexts(150, 900, 20, 3, 60);
const features = textFeatures(design);
const y = noise().map((e, row) => e + oblique[design.codes[row]]);
const count = new Float64Array(150);
const sum = new Float64Array(150);
design.codes.forEach((text, row) => {
  count[text] += 1;
  sum[text] += y[row];
});
const moments = { count, sum, squares: y.reduce((total, v) => total + v * v, 0) };

/** Rows spelt out, intercept by centring, normal equations solved whole: the textbook. */
function textbook(l2: number): { fitted: number[]; freedom: number; residual: number } {
  const x = Matrix.zeros(900, features.width);
  const unit = new Float64Array(features.width);
  for (let j = 0; j < features.width; j++) {
    unit.fill(0);
    unit[j] = 1;
    const column = Array.from({ length: 150 }, (_, text) => dotRow(features, text, unit));
    design.codes.forEach((text, row) => {
      x.set(row, j, column[text]);
    });
  }
  const means = x.mean('column');
  x.subRowVector(means);
  const yMean = y.reduce((a, b) => a + b) / 900;
  const centred = Matrix.columnVector(Array.from(y, (v) => v - yMean));
  const gram = x.transpose().mmul(x);
  const ridged = gram.clone().add(Matrix.eye(features.width).mul(l2 * 900));
  const beta = solve(ridged, x.transpose().mmul(centred));
  const fitted = x.mmul(beta).to1DArray();
  const freedom = 1 + solve(ridged, gram).trace();
  const residual = fitted.reduce((total, f, row) => total + (y[row] - yMean - f) ** 2, 0);
  return { fitted: fitted.map((f) => f + yMean), freedom, residual };
}

test('is the ridge regression of the textbook', () => {
  for (const l2 of [1, 0.01, 0.0001]) {
    const ridge = fitRidge(features, moments, { l2, seed: 1 }, unwatched);
    const { fitted } = textbook(l2);
    design.codes.forEach((text, row) => {
      expect(ridge.intercept + dotRow(features, text, ridge.coefficients)).toBeCloseTo(fitted[row], 2);
    });
  }
});

test('chooses a penalty whose exact cross-validation error is next to the least', () => {
  const error = (l2: number) => {
    const { freedom, residual } = textbook(l2);
    return residual / (1 - freedom / 900) ** 2;
  };
  const least = Math.min(...Array.from({ length: 12 }, (_, i) => error(10 ** (1 - i / 2))));
  const chosen = fitRidge(features, moments, { seed: 1 }, unwatched).l2 / undersmoothing;
  expect(error(chosen)).toBeLessThan(1.01 * least);
});

test('is the same for every seed once the penalty is given', () => {
  const a = fitRidge(features, moments, { l2: 0.01, seed: 1 }, unwatched);
  const b = fitRidge(features, moments, { l2: 0.01, seed: 2 }, unwatched);
  expect(a).toEqual(b);
});
