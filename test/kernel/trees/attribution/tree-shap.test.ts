import { describe, expect, test } from 'vitest';
import { unwatched } from '../../../../kernel/src/task.js';
import { featuresAsPlayers } from '../../../../kernel/src/trees/attribution/players.js';
import { treeShap } from '../../../../kernel/src/trees/attribution/tree-shap.js';
import { ranksOf } from '../../../../kernel/src/trees/model/ranks.js';
import { allRows } from '../data.js';
import { pathDependent, shapley, sumOfTrees } from './enumeration.js';
import { randomModel, type Wishes } from './random-trees.js';

const small: [string, Wishes][] = [
  ['stumps', { seed: 1, features: 4, trees: 5, depth: 1, rows: 40, early: 0 }],
  ['single leaves among trees', { seed: 2, features: 4, trees: 6, depth: 2, rows: 40, early: 0.6 }],
  ['shallow trees', { seed: 3, features: 6, trees: 4, depth: 4, rows: 300 }],
  ['features asked about again and again', { seed: 4, features: 3, trees: 4, depth: 9, rows: 700 }],
  ['deep trees', { seed: 5, features: 8, trees: 2, depth: 12, rows: 1100, early: 0.3 }],
  ['three outputs', { seed: 6, features: 5, trees: 7, depth: 5, rows: 30, outputs: 3 }],
];

describe('path-dependent attributions', () => {
  test.each(small)('equal Shapley values by enumeration: %s', (_, wishes) => {
    const { ensemble, table } = randomModel(wishes);
    const { features, outputs } = wishes;
    const shap = treeShap(ensemble, table, allRows(wishes.rows), unwatched);
    const ranks = ranksOf(ensemble.features, table);
    const { ofFeature } = featuresAsPlayers(ensemble.features);
    for (const row of [0, 1, 7, 8, 13, 29, wishes.rows - 1]) {
      for (let output = 0; output < (outputs ?? 1); output++) {
        shapley(pathDependent(ensemble, ranks, row, ofFeature, output), features).forEach((phi, j) => {
          const value = shap.values[(row * features + j) * (outputs ?? 1) + output];
          expect(Math.abs(value - phi)).toBeLessThan(1e-9);
        });
        const margin = ensemble.base[output] + sumOfTrees(ensemble, ranks.values, row * ranks.width, output);
        let sum = shap.base[output];
        for (let j = 0; j < features; j++) sum += shap.values[(row * features + j) * (outputs ?? 1) + output];
        expect(Math.abs(sum - margin)).toBeLessThan(1e-9);
      }
    }
  });
});
