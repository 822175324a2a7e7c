import { afterAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../../kernel/src/problem.js';
import { Cancelled, createTask, unwatched } from '../../../../kernel/src/task.js';
import { Engine } from '../../../../kernel/src/trees/engine/engine.js';
import { toProbability } from '../../../../kernel/src/trees/model/ensemble.js';
import { rankOf } from '../../../../kernel/src/trees/model/feature-info.js';
import { predict, predictMargin, sumLeaves } from '../../../../kernel/src/trees/model/predict.js';
import { prepareColumns } from '../../../../kernel/src/trees/model/prepare.js';
import { ranksOf } from '../../../../kernel/src/trees/model/ranks.js';
import { rowPredictor } from '../../../../kernel/src/trees/model/row-predictor.js';
import { TreeWriter } from '../../../../kernel/src/trees/model/tree-writer.js';
import { leafOfRanks, treeCount } from '../../../../kernel/src/trees/model/trees.js';
import {
  drawing,
  plainMargins,
  randomBlock,
  randomEnsemble,
  randomInfos,
  randomTable,
} from './random-models.js';

const script = new URL('../../../../dist/tree-worker.mjs', import.meta.url);
const wasm = new Engine({});
const plain = new Engine({ loops: 'plain' });
const threads = new Engine({ threads: 3, script });
const engines = { wasm, plain, threads };
afterAll(() => threads.close());

const seeds = Array.from({ length: 30 }, (_, i) => i + 1);

describe.each(Object.entries(engines))('with the engine %s', (_, engine) => {
  test('margins are base plus leaf values, to the last bit', () => {
    for (const seed of seeds) {
      const ensemble = randomEnsemble(seed);
      const table = randomTable(ensemble.features, 1 + (seed % 50), drawing(seed + 100));
      const margins = predictMargin(ensemble, table, unwatched, engine);
      expect(margins).toEqual(plainMargins(ensemble, table));
    }
  });

  test('trees take turns with the outputs, and margins come output after output', () => {
    for (const seed of seeds) {
      const ensemble = randomEnsemble(seed, { objective: 'softmax', outputs: 3 });
      const table = randomTable(ensemble.features, 20, drawing(seed));
      expect(predictMargin(ensemble, table, unwatched, engine)).toEqual(plainMargins(ensemble, table));
    }
  });

  test('wide leaves of either precision are summed number by number', () => {
    for (const precision of ['single', 'double'] as const) {
      const draw = drawing(3);
      const infos = randomInfos(6, draw);
      const blocks = [4, 3].map((trees) =>
        randomBlock(infos, { trees, width: 3, depth: 7, precision }, draw),
      );
      const table = randomTable(infos, 41, draw);
      const columns = prepareColumns(infos, table);
      const sums = sumLeaves(blocks, infos, table, unwatched, engine);
      for (let row = 0; row < table.rows; row++) {
        const ranks = infos.map((info, j) => rankOf(info, columns[j][row]));
        for (let k = 0; k < 3; k++) {
          let sum = 0;
          for (const trees of blocks) {
            for (let tree = 0; tree < treeCount(trees); tree++)
              sum += trees.values[leafOfRanks(trees, tree, ranks) * 3 + k];
          }
          expect(sums[row * 3 + k]).toBe(sum);
        }
      }
    }
  });

  test('ranks are what they are value by value', () => {
    for (const seed of seeds) {
      const draw = drawing(seed);
      const infos = randomInfos(5, draw);
      const table = randomTable(infos, 30, draw);
      const columns = prepareColumns(infos, table);
      const { rows, width, values } = ranksOf(infos, table, unwatched, engine);
      expect([rows, width]).toEqual([30, 5]);
      for (let row = 0; row < rows; row++)
        for (const [j, info] of infos.entries())
          expect(values[row * width + j]).toBe(rankOf(info, columns[j][row]));
    }
  });

  test('no rows, no trees and no features are no trouble', () => {
    const ensemble = randomEnsemble(4);
    const table = randomTable(ensemble.features, 5, drawing(1));
    const none = {
      rows: 0,
      list: table.list.map((feature) => ({ ...feature, values: new Float64Array(0) })),
    };
    expect(predictMargin(ensemble, none, unwatched, engine)).toEqual(new Float64Array(0));
    const bare = { ...ensemble, blocks: [] };
    expect(predictMargin(bare, table, unwatched, engine)).toEqual(new Float64Array(5).fill(ensemble.base[0]));
    expect(predictMargin({ ...bare, features: [] }, table, unwatched, engine).length).toBe(5);
  });
});

test('large tables come in portions, tiles and slices that no row falls between', () => {
  const ensemble = randomEnsemble(12, { trees: 3 });
  const [rows, period] = [300_001, 997];
  const table = randomTable(ensemble.features, period, drawing(9));
  const list = table.list.map((feature) => ({
    ...feature,
    values: Float64Array.from({ length: rows }, (_, row) => feature.values[row % period]),
  }));
  const once = plainMargins(ensemble, table);
  const expected = Float64Array.from({ length: rows }, (_, row) => once[row % period]);
  for (const engine of [wasm, threads]) {
    const margins = predictMargin(ensemble, { rows, list }, unwatched, engine);
    expect(margins.every((margin, row) => margin === expected[row])).toBe(true);
  }
});

/** A tree that is one long chain. */
function chain(length: number) {
  const writer = new TreeWriter(1, 'double');
  let node = writer.begin();
  for (let i = 0; i < length; i++) {
    const left = writer.splitNumbers(node, 0, i % 3, true);
    writer.setValue(writer.leaf(left + 1, 1), 0, i);
    node = left;
  }
  writer.setValue(writer.leaf(node, 1), 0, -1);
  return writer.finish();
}

test('a very deep tree is walked to its end, and can be stopped on the way', () => {
  const features = [{ name: 'x', source: 'x', kind: 'numeric', cuts: Float64Array.of(1, 2, 3) } as const];
  const ensemble = {
    objective: 'squared',
    outputs: 1,
    base: [0],
    blocks: [chain(300_000)],
    features,
  } as const;
  const list = [
    { name: 'x', source: 'x', kind: 'numeric', values: Float64Array.of(0, 2, 2.5, 3.5) } as const,
  ];
  expect([...predictMargin(ensemble, { rows: 4, list }, unwatched, wasm)]).toEqual([-1, 0, 0, 0]);

  const many = { rows: 1e5, list: [{ ...list[0], values: new Float64Array(1e5) }] };
  let [looks, longest, before] = [0, 0, performance.now()];
  const task = {
    ...createTask(),
    check: () => {
      longest = Math.max(longest, performance.now() - before);
      before = performance.now();
      if (++looks > 100) throw new Cancelled();
    },
    report: () => undefined,
    part: () => task,
  };
  expect(() => predictMargin(ensemble, many, task, wasm)).toThrow(Cancelled);
  expect(longest).toBeLessThan(500);
});

test('prediction stops when asked to, on one thread and on several, and goes on after', () => {
  const ensemble = randomEnsemble(12);
  const table = randomTable(ensemble.features, 2000, drawing(9));
  const flag = Int32Array.of(1);
  for (const engine of Object.values(engines)) {
    expect(() => predictMargin(ensemble, table, createTask(flag), engine)).toThrow(Cancelled);
    expect(predictMargin(ensemble, table, unwatched, engine)).toEqual(plainMargins(ensemble, table));
  }
});

test('progress goes up to its end', () => {
  const ensemble = randomEnsemble(12);
  const shares: number[] = [];
  predictMargin(
    ensemble,
    randomTable(ensemble.features, 3000, drawing(1)),
    createTask(undefined, (share) => shares.push(share)),
    wasm,
  );
  expect(shares.length).toBeGreaterThan(1);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
});

test('all columns that lack or are of another kind are named at once', () => {
  const infos = randomInfos(8, drawing(21));
  const numeric = infos.filter(({ kind }) => kind === 'numeric');
  const ensemble = { objective: 'squared', outputs: 1, base: [0], blocks: [], features: infos } as const;
  const [absent, other] = numeric;
  const list = randomTable(infos, 3, drawing(1)).list.filter(({ name }) => name !== absent.name);
  const changed = list.map((feature) =>
    feature.name === other.name ? { ...feature, kind: 'categorical' as const, levels: [] } : feature,
  );
  for (const read of [
    () => predict(ensemble, { rows: 3, list: changed }, unwatched, wasm),
    () => ranksOf(infos, { rows: 3, list: changed }),
  ]) {
    try {
      read();
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      expect(error.problems.map(({ code }) => code).sort()).toEqual(['CS5001', 'CS5002']);
      expect(error.message).toContain(absent.name);
      expect(error.message).toContain(other.name);
    }
  }
});

test('too little memory is said before anything starts', () => {
  const ensemble = randomEnsemble(12);
  const table = randomTable(ensemble.features, 3000, drawing(1));
  const tight = new Engine({ memoryLimitMb: 0.01 });
  expect(() => predictMargin(ensemble, table, unwatched, tight)).toThrow(/Prediction needs .* MB of memory/);
});

describe('predictions in the terms of the outcome', () => {
  const ensemble = randomEnsemble(5, { objective: 'logistic' });
  const table = randomTable(ensemble.features, 30, drawing(2));
  const margins = predictMargin(ensemble, table, unwatched, wasm);
  const of = (objective: typeof ensemble.objective) =>
    predict({ ...ensemble, objective }, table, unwatched, wasm);

  test('are probabilities, rates, hazards, or the margin itself', () => {
    expect(of('logistic')).toEqual(margins.map(toProbability));
    for (const objective of ['poisson', 'cox'] as const) expect(of(objective)).toEqual(margins.map(Math.exp));
    for (const objective of ['squared', 'huber', 'quantile', 'pairwise', 'lambdamart'] as const)
      expect(of(objective)).toEqual(margins);
  });

  test('of classes add up to 1 even where margins are extreme', () => {
    const classes = randomEnsemble(6, { objective: 'softmax', outputs: 4 });
    const extreme = { ...classes, base: [2000, -2000, 1999, 0] };
    const cells = randomTable(classes.features, 30, drawing(2));
    for (const model of [classes, extreme]) {
      const shares = predict(model, cells, unwatched, wasm);
      const logits = predictMargin(model, cells, unwatched, wasm);
      for (let i = 0; i < 30; i++) {
        const own = [0, 1, 2, 3].map((o) => shares[o * 30 + i]);
        expect(own.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
        expect(Math.log(own[0] / own[2])).toBeCloseTo(logits[i] - logits[60 + i], 9);
      }
    }
  });
});

describe('row by row', () => {
  /** The row in the coding of the model: levels by their place in its own list. */
  const rowOf = (
    ensemble: ReturnType<typeof randomEnsemble>,
    table: ReturnType<typeof randomTable>,
    row: number,
  ) =>
    Float64Array.from(ensemble.features, ({ name, kind, levels = [] }) => {
      const feature = table.list.find((one) => one.name === name)!;
      const value = feature.values[row];
      if (kind === 'numeric' || Number.isNaN(value)) return value;
      return levels.indexOf(feature.levels![value]);
    });

  test('predictions are those of the table, to the last bit', () => {
    for (const seed of seeds) {
      const classes = seed % 3 === 0;
      const ensemble = randomEnsemble(
        seed,
        classes ? { objective: 'softmax', outputs: 3 } : { objective: 'logistic', trees: 12 },
      );
      const table = randomTable(ensemble.features, 25, drawing(seed));
      for (const scale of ['margin', 'outcome'] as const) {
        const read = scale === 'margin' ? predictMargin : predict;
        const whole = read(ensemble, table, unwatched, wasm);
        const one = rowPredictor(ensemble, scale);
        for (let row = 0; row < 25; row++) {
          const expected = Array.from({ length: ensemble.outputs }, (_, o) => whole[o * 25 + row]);
          const got = one(rowOf(ensemble, table, row));
          expect(typeof got === 'number' ? [got] : [...got]).toEqual(expected);
        }
      }
    }
  });

  test('a row of the wrong length is refused', () => {
    const ensemble = randomEnsemble(5);
    expect(() => rowPredictor(ensemble)(new Float64Array(ensemble.features.length + 1))).toThrow(RangeError);
  });
});
