import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unwatched } from '../../../../kernel/src/task.js';
import { featuresAsPlayers, sourcesAsPlayers } from '../../../../kernel/src/trees/attribution/players.js';
import { shapOfBlocks } from '../../../../kernel/src/trees/attribution/shap-of-blocks.js';
import { treeShap } from '../../../../kernel/src/trees/attribution/tree-shap.js';
import { predictMargin } from '../../../../kernel/src/trees/model/predict.js';
import { ranksOf } from '../../../../kernel/src/trees/model/ranks.js';
import { TreeWriter } from '../../../../kernel/src/trees/model/tree-writer.js';
import { allRows, features, numeric, uniforms } from '../data.js';
import { chain } from './chain.js';
import { pathDependent, shapley } from './enumeration.js';
import { type RandomModel, randomModel, type Wishes } from './random-trees.js';

const models: [string, Wishes][] = [
  ['stumps', { seed: 1, features: 4, trees: 5, depth: 1, rows: 40, early: 0 }],
  ['single leaves among trees', { seed: 2, features: 4, trees: 6, depth: 2, rows: 40, early: 0.6 }],
  ['shallow trees', { seed: 3, features: 6, trees: 4, depth: 4, rows: 300 }],
  ['features asked about again and again', { seed: 4, features: 3, trees: 4, depth: 9, rows: 700 }],
  ['deep trees', { seed: 5, features: 8, trees: 2, depth: 12, rows: 1100, early: 0.3 }],
  ['three outputs', { seed: 6, features: 5, trees: 7, depth: 5, rows: 30, outputs: 3 }],
  ['one row', { seed: 7, features: 6, trees: 4, depth: 6, rows: 1 }],
];

/** Largest deviation of base + attributions from the margin. */
function worstSum({ ensemble, table }: RandomModel): number {
  const { outputs } = ensemble;
  const players = ensemble.features.length;
  const { base, values } = treeShap(ensemble, table, allRows(table.rows), unwatched);
  let worst = 0;
  predictMargin(ensemble, table).forEach((margin, at) => {
    const [output, row] = [Math.floor(at / table.rows), at % table.rows];
    let sum = base[output];
    for (let j = 0; j < players; j++) sum += values[(row * players + j) * outputs + output];
    worst = Math.max(worst, Math.abs(sum - margin));
  });
  return worst;
}

describe('path-dependent attributions', () => {
  test.each(models)('equal Shapley values by enumeration: %s', (_, wishes) => {
    const { ensemble, table } = randomModel({ ...wishes, perSource: 2 });
    const { outputs } = ensemble;
    const ranks = ranksOf(ensemble.features, table);
    for (const players of [featuresAsPlayers(ensemble.features), sourcesAsPlayers(ensemble.features)]) {
      const count = players.names.length;
      const { values } = treeShap(ensemble, table, allRows(wishes.rows), unwatched, players);
      for (const row of [0, 1, 7, 8, 13, 29, wishes.rows - 1].filter((row) => row < wishes.rows)) {
        for (let output = 0; output < outputs; output++) {
          const game = pathDependent(ensemble, ranks, row, players.ofFeature, output);
          shapley(game, count).forEach((phi, j) => {
            expect(Math.abs(values[(row * count + j) * outputs + output] - phi)).toBeLessThan(1e-9);
          });
        }
      }
    }
  });

  test.each(models)('add up to the margin: %s', (_, wishes) => {
    expect(worstSum(randomModel(wishes))).toBeLessThan(1e-9);
  });

  test('add up on many trees, and on deep ones over 40 features', () => {
    expect(worstSum(randomModel({ seed: 8, features: 12, trees: 200, depth: 6, rows: 2100 }))).toBeLessThan(
      1e-9,
    );
    expect(
      worstSum(randomModel({ seed: 9, features: 40, trees: 5, depth: 18, rows: 60, early: 0.2 })),
    ).toBeLessThan(1e-9);
  });

  test.each([30, 41, 100])('add up on a path of %i features', (depth) => {
    expect(worstSum(chain(depth, 70))).toBeLessThan(1e-9);
  });

  test('of a source are not the sum of its features', () => {
    const { ensemble, table } = randomModel({ ...models[2][1], perSource: 3 });
    const apart = treeShap(ensemble, table, Int32Array.of(4), unwatched);
    const players = sourcesAsPlayers(ensemble.features);
    const together = treeShap(ensemble, table, Int32Array.of(4), unwatched, players);
    expect(players.names).toEqual(['s0', 's1']);
    const sum = apart.values.subarray(0, 3).reduce((a, b) => a + b);
    expect(Math.abs(together.values[0] - sum)).toBeGreaterThan(1e-6);
    expect(together.base).toEqual(apart.base);
  });

  test('explain the rows asked for, in their order', () => {
    const { ensemble, table } = randomModel(models[2][1]);
    const all = treeShap(ensemble, table, allRows(300), unwatched).values;
    const some = treeShap(ensemble, table, Int32Array.of(299, 4, 4), unwatched).values;
    [299, 4, 4].forEach((row, i) => {
      for (let j = 0; j < 6; j++) expect(Math.abs(some[i * 6 + j] - all[row * 6 + j])).toBeLessThan(1e-12);
    });
    expect(treeShap(ensemble, table, new Int32Array(0), unwatched).values).toHaveLength(0);
  });
});

describe('properties of attributions', () => {
  const wishes = fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    features: fc.integer({ min: 1, max: 7 }),
    trees: fc.integer({ min: 1, max: 5 }),
    depth: fc.integer({ min: 0, max: 8 }),
    rows: fc.integer({ min: 1, max: 90 }),
  });

  test('efficiency: they add up to the margin', () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        expect(worstSum(randomModel(wish))).toBeLessThan(1e-9);
      }),
      { numRuns: 60 },
    );
  });

  test('null player: exactly nothing for a feature that no tree asks about', () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        const { ensemble, table } = randomModel(wish);
        const asked = new Set<number>();
        for (const { nodes } of ensemble.blocks) {
          for (let node = 0; node < nodes.length; node += 2) asked.add((nodes[node] >>> 16) & 0x3fff);
        }
        const { values } = treeShap(ensemble, table, allRows(wish.rows), unwatched);
        values.forEach((value, at) => {
          if (!asked.has(at % wish.features)) expect(value).toBe(0);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('symmetry: as much for two features that a model treats alike', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        (seed, share) => {
          // x0 then x1 in one tree, x1 then x0 in the other, with the same values and covers.
          const writer = new TreeWriter(1, 'double');
          const leafValues = uniforms(4, seed);
          leafValues[2] = leafValues[1];
          for (const [first, second] of [
            [0, 1],
            [1, 0],
          ]) {
            const left = writer.splitNumbers(writer.begin(), first, 0, true);
            [left, left + 1].forEach((node, side) => {
              const below = writer.splitNumbers(node, second, 0, true);
              const cover = side === 0 ? share : 1 - share;
              writer.setValue(writer.leaf(below, cover * share), 0, leafValues[2 * side]);
              writer.setValue(writer.leaf(below + 1, cover * (1 - share)), 0, leafValues[2 * side + 1]);
            });
          }
          const x = uniforms(20, seed + 1).map((u) => (u < 0.5 ? 0 : 1));
          const info = (name: string) =>
            ({ name, source: name, kind: 'numeric', cuts: Float64Array.of(0.5) }) as const;
          const ensemble = {
            objective: 'squared' as const,
            outputs: 1,
            base: [0],
            blocks: [writer.finish()],
            features: [info('a'), info('b')],
          };
          const { values } = treeShap(
            ensemble,
            features(numeric('a', x), numeric('b', x)),
            allRows(20),
            unwatched,
          );
          for (let row = 0; row < 20; row++)
            expect(Math.abs(values[2 * row] - values[2 * row + 1])).toBeLessThan(1e-12);
        },
      ),
      { numRuns: 40 },
    );
  });
});

test('rows are ranked stretch by stretch, and each is explained', () => {
  // 2^18 features leave 16 rows at a time.
  const stretches: [number, number][] = [];
  const { ensemble } = randomModel(models[2][1]);
  const width = 2 ** 18;
  const players = { names: ['all'], ofFeature: new Int32Array(width) };
  const ranks = (from: number, count: number) => {
    stretches.push([from, count]);
    return { rows: count, width, values: new Uint16Array(count * width).fill(1) };
  };
  const leafValues = ensemble.blocks.map((trees) => trees.values);
  const question = { blocks: ensemble.blocks, leafValues, outputs: 1, players };
  const { values } = shapOfBlocks(question, { rows: 37, width, ranks }, unwatched);
  expect(stretches).toEqual([
    [0, 16],
    [16, 16],
    [32, 5],
  ]);
  expect(values).toEqual(new Float64Array(37).fill(values[0]));
  expect(values[0]).not.toBe(0);
});
