import { expect } from 'vitest';
import { unwatched } from '../../../../kernel/src/task.js';
import { treeShap } from '../../../../kernel/src/trees/attribution/tree-shap.js';
import type { TreeEnsemble } from '../../../../kernel/src/trees/model/ensemble.js';
import { predictMargin } from '../../../../kernel/src/trees/model/predict.js';
import { type Rows, type Said, tableOf } from './fixtures.js';

/** Largest difference by which results of a library may differ: LightGBM sums doubles, XGBoost singles. */
export const digits = {
  lightgbm: { margin: 1e-12, contribution: 1e-9 },
  xgboost: { margin: 1e-6, contribution: 2e-6 },
} as const;

export function expectClose(got: number, said: number, tolerance: number): void {
  expect(Math.abs(got - said)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(said)));
}

/** The margins are those a library says, times `scale`. */
export function expectMargins(
  ensemble: TreeEnsemble,
  rows: Rows,
  { raw }: Said,
  tolerance: number,
  scale = 1,
) {
  const margins = predictMargin(ensemble, tableOf(rows));
  expect(raw.length).toBe(rows.rows.length);
  raw.forEach((scores, row) => {
    expect(scores.length).toBe(ensemble.outputs);
    scores.forEach((score, output) => {
      expectClose(margins[output * raw.length + row], scale * score, tolerance);
    });
  });
}

/** Shapley values and their base are those a library says, times `scale`, and add up to the margins. */
export function expectContributions(
  ensemble: TreeEnsemble,
  rows: Rows,
  { contributions }: Said,
  tolerance: number,
  scale = 1,
) {
  const features = tableOf(rows);
  const { base, values } = treeShap(ensemble, features, Int32Array.from(rows.rows.keys()), unwatched);
  const margins = predictMargin(ensemble, features);
  const { outputs } = ensemble;
  const width = ensemble.features.length;
  expect(contributions.length).toBe(features.rows);
  contributions.forEach((byOutput, row) => {
    byOutput.forEach((said, output) => {
      expect(said.length).toBe(width + 1);
      let sum = base[output];
      for (let j = 0; j < width; j++) {
        const value = values[(row * width + j) * outputs + output];
        sum += value;
        expectClose(value, scale * said[j], tolerance);
      }
      expectClose(base[output], scale * said[width], tolerance);
      expectClose(sum, margins[output * features.rows + row], 1e-9);
    });
  });
}
