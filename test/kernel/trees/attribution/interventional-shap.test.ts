import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../kernel/src/problem.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { interventionalShap } from '../../../../kernel/src/trees/attribution/interventional-shap.js';
import { featuresAsPlayers, sourcesAsPlayers } from '../../../../kernel/src/trees/attribution/players.js';
import { predictMargin } from '../../../../kernel/src/trees/model/predict.js';
import { ranksOf } from '../../../../kernel/src/trees/model/ranks.js';
import { allRows } from '../data.js';
import { chain } from './chain.js';
import { interventional, shapley } from './enumeration.js';
import { randomModel, type Wishes } from './random-trees.js';

const models: [string, Wishes][] = [
  ['stumps and single leaves', { seed: 31, features: 4, trees: 6, depth: 1, rows: 30, early: 0.3 }],
  ['shallow trees', { seed: 32, features: 6, trees: 4, depth: 4, rows: 50 }],
  ['features asked about again and again', { seed: 33, features: 3, trees: 3, depth: 9, rows: 60 }],
  ['two outputs', { seed: 34, features: 5, trees: 5, depth: 5, rows: 30, outputs: 2 }],
];

describe('attributions against a background', () => {
  test.each(models)('equal Shapley values by enumeration: %s', (_, wishes) => {
    const { ensemble, table } = randomModel({ ...wishes, perSource: 2 });
    const background = Int32Array.of(3, 9, 4, 17, 3, 21, 29);
    const ranks = ranksOf(ensemble.features, table);
    const others = {
      ...ranks,
      rows: background.length,
      values: new Uint16Array(background.length * ranks.width),
    };
    background.forEach((row, i) => {
      others.values.set(ranks.values.subarray(row * ranks.width, (row + 1) * ranks.width), i * ranks.width);
    });
    const { outputs } = ensemble;
    for (const players of [featuresAsPlayers(ensemble.features), sourcesAsPlayers(ensemble.features)]) {
      const count = players.names.length;
      const { base, values } = interventionalShap(
        ensemble,
        table,
        allRows(wishes.rows),
        background,
        unwatched,
        players,
      );
      for (const row of [0, 1, 12, 29]) {
        for (let output = 0; output < outputs; output++) {
          const game = interventional(ensemble, ranks, row, others, players.ofFeature, output);
          expect(Math.abs(base[output] - ensemble.base[output] - game(0))).toBeLessThan(1e-9);
          shapley(game, count).forEach((phi, j) => {
            expect(Math.abs(values[(row * count + j) * outputs + output] - phi)).toBeLessThan(1e-9);
          });
        }
      }
    }
  });

  test.each([31, 33, 64])('add up on a path of %i columns', (depth) => {
    const { ensemble, table } = chain(depth, 40);
    const { base, values } = interventionalShap(
      ensemble,
      table,
      allRows(40),
      Int32Array.of(0, 5, 39),
      unwatched,
    );
    predictMargin(ensemble, table).forEach((margin, row) => {
      const sum = values.subarray(row * depth, (row + 1) * depth).reduce((a, b) => a + b, base[0]);
      expect(Math.abs(sum - margin)).toBeLessThan(1e-9);
    });
  });

  test('refuse an empty background, and more than 64 columns on a path', () => {
    const { ensemble, table } = chain(65, 4);
    const ask = (background: Int32Array) => () =>
      interventionalShap(ensemble, table, allRows(4), background, unwatched);
    expect(ask(new Int32Array(0))).toThrow(InputError);
    expect(ask(new Int32Array(0))).toThrow(/0 rows/);
    expect(ask(allRows(4))).toThrow(/65 columns or features on one path.*source column/);
  });

  test('take such a path where features of a column count as one, as the message advises', () => {
    const { ensemble, table } = chain(130, 40);
    const players = {
      names: ['first', 'second'],
      ofFeature: Int32Array.from(allRows(130), (j) => (j < 70 ? 0 : 1)),
    };
    const { base, values } = interventionalShap(
      ensemble,
      table,
      allRows(40),
      allRows(40),
      unwatched,
      players,
    );
    predictMargin(ensemble, table).forEach((margin, row) => {
      expect(Math.abs(base[0] + values[2 * row] + values[2 * row + 1] - margin)).toBeLessThan(1e-9);
    });
  });
});
