import { describe, expect, test } from 'vitest';
import { unwatched } from '../../../../kernel/src/task.js';
import { featuresAsPlayers, sourcesAsPlayers } from '../../../../kernel/src/trees/attribution/players.js';
import { shapInteractions } from '../../../../kernel/src/trees/attribution/shap-interactions.js';
import { treeShap } from '../../../../kernel/src/trees/attribution/tree-shap.js';
import { ranksOf } from '../../../../kernel/src/trees/model/ranks.js';
import { allRows } from '../data.js';
import { chain } from './chain.js';
import { interactions, pathDependent } from './enumeration.js';
import { randomModel, type Wishes } from './random-trees.js';

const models: [string, Wishes][] = [
  ['stumps and single leaves', { seed: 41, features: 4, trees: 6, depth: 1, rows: 30, early: 0.3 }],
  ['shallow trees', { seed: 42, features: 6, trees: 4, depth: 4, rows: 50 }],
  ['features asked about again and again', { seed: 43, features: 3, trees: 3, depth: 9, rows: 600 }],
  ['two outputs', { seed: 44, features: 5, trees: 5, depth: 5, rows: 30, outputs: 2 }],
];

describe('interactions', () => {
  test.each(models)('equal the interaction index by enumeration: %s', (_, wishes) => {
    const { ensemble, table } = randomModel({ ...wishes, perSource: 2 });
    const ranks = ranksOf(ensemble.features, table);
    const { outputs } = ensemble;
    for (const players of [featuresAsPlayers(ensemble.features), sourcesAsPlayers(ensemble.features)]) {
      const count = players.names.length;
      const { values } = shapInteractions(ensemble, table, allRows(wishes.rows), unwatched, players);
      for (const row of [0, 1, 12, wishes.rows - 1]) {
        for (let output = 0; output < outputs; output++) {
          const game = pathDependent(ensemble, ranks, row, players.ofFeature, output);
          interactions(game, count).forEach((line, i) => {
            line.forEach((phi, j) => {
              const value = values[((row * count + i) * count + j) * outputs + output];
              expect(Math.abs(value - phi)).toBeLessThan(1e-9);
            });
          });
        }
      }
    }
  });

  test.each([33, 64])(
    'sum to the attributions on a path of %i columns, where pairs are worth something',
    (depth) => {
      const { ensemble, table } = chain(depth, 20);
      const { base, values } = shapInteractions(ensemble, table, allRows(20), unwatched);
      const shap = treeShap(ensemble, table, allRows(20), unwatched);
      expect(base).toEqual(shap.base);
      let largest = 0;
      for (let line = 0; line < 20 * depth; line++) {
        const pairs = values.subarray(line * depth, (line + 1) * depth);
        expect(Math.abs(pairs.reduce((a, b) => a + b) - shap.values[line])).toBeLessThan(1e-9);
        pairs.forEach((value, j) => {
          if (j !== line % depth) largest = Math.max(largest, Math.abs(value));
        });
      }
      expect(largest).toBeGreaterThan(1e-3);
    },
  );
});
