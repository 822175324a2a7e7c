import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { featuresAsPlayers } from '../../../../kernel/src/trees/attribution/players.js';
import { shapOfEffects } from '../../../../kernel/src/trees/attribution/shap-of-effects.js';
import { predictEstimates } from '../../../../kernel/src/trees/forests/estimates.js';
import type { Forest } from '../../../../kernel/src/trees/forests/forest.js';
import { momentWidth, placeOfH } from '../../../../kernel/src/trees/forests/moment.js';
import { sumLeaves } from '../../../../kernel/src/trees/model/predict.js';
import { ranksOf } from '../../../../kernel/src/trees/model/ranks.js';
import type { Trees } from '../../../../kernel/src/trees/model/trees.js';
import { allRows } from '../data.js';
import { pathDependent, shapley } from './enumeration.js';
import { type RandomModel, randomModel } from './random-trees.js';

const features = 5;

/** A forest of K parameters with symmetric positive definite h in its leaves. */
function randomForest(
  k: number,
  symmetric: boolean,
  seed: number,
): { forest: Forest; table: RandomModel['table'] } {
  const { ensemble, table } = randomModel({ seed, features, trees: 8, depth: 5, rows: 60 });
  const moment = { parameters: k, symmetric };
  const width = momentWidth(moment);
  const random = createRandom(seed, 9);
  const blocks = ensemble.blocks.map((trees): Trees => {
    const values = new Float32Array(trees.cover.length * width);
    for (let at = 0; at < values.length; at += width) {
      for (let i = 0; i < k; i++) {
        values[at + i] = 4 * random.next() - 1;
        for (let j = 0; j <= i; j++) {
          const h = i === j ? 1 + random.next() : 0.3 * random.next();
          values[at + placeOfH(moment, i, j)] = h;
          values[at + placeOfH(moment, j, i)] = h;
        }
      }
    }
    return { ...trees, width, values };
  });
  return { forest: { features: ensemble.features, blocks, groupSize: 2, moment }, table };
}

const forests: [string, number, boolean][] = [
  ['one arm', 1, true],
  ['three arms', 3, true],
  ['two instruments', 2, false],
];

describe.each(forests)('attributions of effects: %s', (_, k, symmetric) => {
  const { forest, table } = randomForest(k, symmetric, 20 + k);
  const { base, values } = shapOfEffects(forest, table, allRows(60), unwatched);

  test('add up to the reported effects', () => {
    const { theta } = predictEstimates(forest, table, unwatched);
    for (let row = 0; row < 60; row++) {
      for (let i = 0; i < k; i++) {
        let sum = base[i];
        for (let j = 0; j < features; j++) sum += values[(row * features + j) * k + i];
        expect(Math.abs(sum - theta[row * k + i])).toBeLessThan(1e-9);
      }
    }
  });

  test("are Shapley values of the scores in units of the row's information", () => {
    const { ofFeature } = featuresAsPlayers(forest.features);
    const ranks = ranksOf(forest.features, table);
    const sums = sumLeaves(forest.blocks, forest.features, table, unwatched);
    const width = momentWidth(forest.moment);
    const scores = Array.from({ length: k }, (_, s) => ({
      objective: 'squared' as const,
      outputs: 1,
      base: [0],
      features: forest.features,
      blocks: forest.blocks.map((trees) => ({
        ...trees,
        width: 1,
        values: Float64Array.from(trees.cover, (_, leaf) => {
          let score = trees.values[leaf * width + s];
          for (let j = 0; j < k; j++)
            score -= trees.values[leaf * width + placeOfH(forest.moment, s, j)] * base[j];
          return score;
        }),
      })),
    }));
    for (const row of [0, 11, 59]) {
      const phi = scores.map((score) => shapley(pathDependent(score, ranks, row, ofFeature), features));
      // H times the attributions of a feature are its Shapley values of the scores.
      for (let j = 0; j < features; j++) {
        for (let s = 0; s < k; s++) {
          let sum = 0;
          for (let i = 0; i < k; i++)
            sum += sums[row * width + placeOfH(forest.moment, s, i)] * values[(row * features + j) * k + i];
          expect(Math.abs(sum - phi[s][j])).toBeLessThan(1e-9);
        }
      }
    }
  });
});
