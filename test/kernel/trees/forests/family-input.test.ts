import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../kernel/src/problem.js';
import { fitDoseForest } from '../../../../kernel/src/trees/forests/family/dose-forest.js';
import { fitInstrumentalForest } from '../../../../kernel/src/trees/forests/family/instrumental-forest.js';
import { fitMultiArmForest } from '../../../../kernel/src/trees/forests/family/multi-arm-forest.js';
import { fitQuantileForest } from '../../../../kernel/src/trees/forests/family/quantile-forest.js';
import { fitRegressionForest } from '../../../../kernel/src/trees/forests/family/regression-forest.js';
import { fitSurvivalForest } from '../../../../kernel/src/trees/forests/family/survival-forest.js';
import { tuneCausalForest } from '../../../../kernel/src/trees/forests/family/tuning.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { allRows, features, normals, numeric } from '../data.js';

const n = 20;
const matrix = binFeatures(features(numeric('x', normals(n, 1))));
const rows = allRows(n);
const some = normals(n, 2);
const zero = new Float64Array(n);
const holes = some.map((value, i) => (i < 3 ? Number.NaN : value));

/** Codes of all problems of a call. */
function codesOf(call: () => unknown): string[] {
  try {
    call();
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}

describe('bad input is said all at once', () => {
  test('of a regression, a dose and tuning', () => {
    expect(codesOf(() => fitRegressionForest(matrix, holes, rows.slice(0, 5), {}))).toEqual([
      'CS5003',
      'CS5050',
    ]);
    expect(codesOf(() => fitDoseForest(matrix, holes, zero, rows, {}))).toEqual(['CS5050', 'CS5004']);
    expect(codesOf(() => tuneCausalForest(matrix, some, holes, rows))).toEqual(['CS5050']);
    expect(() => fitDoseForest(matrix, holes, some, rows, {})).toThrow('outcome of row 1 and 2 more');
  });

  test('of an instrument', () => {
    expect(codesOf(() => fitInstrumentalForest(matrix, holes, some, zero, rows, {}))).toEqual([
      'CS5050',
      'CS5051',
    ]);
    expect(codesOf(() => fitInstrumentalForest(matrix, some, zero, some, rows, {}))).toEqual(['CS5004']);
    const treatment = some.map((_, i) => (i < n / 2 ? 1 : 0));
    const elsewhere = some.map((_, i) => (i < n / 2 ? 0 : 1));
    expect(codesOf(() => fitInstrumentalForest(matrix, some, treatment, elsewhere, rows, {}))).toEqual([
      'CS5052',
    ]);
  });

  test('of several arms', () => {
    const arm = Int32Array.from(rows, (row) => (row === 0 ? 2 : row === 1 ? -1 : row % 2));
    const half = zero.map(() => 0.5);
    const arms = { names: ['none', 'mail', 'call', 'visit'], arm, propensities: [half, zero, half, half] };
    const call = () => fitMultiArmForest(matrix, holes, { ...arms, baseline: 'post' }, rows, {});
    expect(codesOf(call)).toEqual(['CS5050', 'CS5054', 'CS5054', 'CS5055', 'CS5053', 'CS5053']);
    expect(call).toThrow('Arm call has one row');
    expect(call).toThrow('Arm visit has no rows');
    const one = { names: ['none'], arm: new Int32Array(n), propensities: [half] };
    expect(codesOf(() => fitMultiArmForest(matrix, some, one, rows, {}))).toEqual(['CS5053']);
  });

  test('of quantiles', () => {
    const call = () => fitQuantileForest(matrix, holes, rows, { quantiles: [0, 0.5, 1.2, Number.NaN] });
    expect(codesOf(call)).toEqual(['CS5050', 'CS5056', 'CS5056', 'CS5056']);
    expect(call).toThrow('Quantile 1.2 does not lie between 0 and 1');
    expect(codesOf(() => fitQuantileForest(matrix, some, rows, { quantiles: [] }))).toEqual(['CS5056']);
  });

  test('of times', () => {
    const times = Float64Array.from(rows, (row) =>
      row === 4 ? -2 : row === 5 ? Number.POSITIVE_INFINITY : row,
    );
    const call = () => fitSurvivalForest(matrix, times, new Uint8Array(n), rows.slice(0, 7), {});
    expect(codesOf(call)).toEqual(['CS5003', 'CS5050', 'CS5058', 'CS5057']);
    expect(call).toThrow('The time of row 5 is -2');
  });
});
