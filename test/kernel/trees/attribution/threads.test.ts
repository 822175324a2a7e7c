import { afterAll, describe, expect, test } from 'vitest';
import { Cancelled, createTask, type Task, unwatched } from '../../../../kernel/src/task.js';
import { interventionalShap } from '../../../../kernel/src/trees/attribution/interventional-shap.js';
import { featuresAsPlayers } from '../../../../kernel/src/trees/attribution/players.js';
import { shapInteractions } from '../../../../kernel/src/trees/attribution/shap-interactions.js';
import { treeShap } from '../../../../kernel/src/trees/attribution/tree-shap.js';
import { Engine } from '../../../../kernel/src/trees/engine/engine.js';
import { allRows } from '../data.js';
import { chain } from './chain.js';
import { type RandomModel, randomModel } from './random-trees.js';

const script = new URL('../../../../dist/tree-worker.mjs', import.meta.url);
const wasm = new Engine({});
const plain = new Engine({ loops: 'plain' });
const two = new Engine({ threads: 2, script });
afterAll(() => two.close());

const models: [string, RandomModel][] = [
  ['shallow trees', randomModel({ seed: 51, features: 9, trees: 40, depth: 5, rows: 1500 })],
  ['deep trees', randomModel({ seed: 52, features: 7, trees: 3, depth: 12, rows: 90, outputs: 2 })],
  ['a long path', chain(45, 30)],
];

const big = randomModel({ seed: 53, features: 12, trees: 100, depth: 7, rows: 2000, early: 0 });

type Explain = (model: RandomModel, task: Task, engine: Engine) => Float64Array;
const kinds: [string, Explain][] = [
  [
    'path-dependent',
    ({ ensemble, table }, task, engine) => {
      const players = featuresAsPlayers(ensemble.features);
      return treeShap(ensemble, table, allRows(table.rows), task, players, engine).values;
    },
  ],
  [
    'interventional',
    ({ ensemble, table }, task, engine) => {
      const players = featuresAsPlayers(ensemble.features);
      const [rows, background] = [allRows(table.rows), allRows(25)];
      return interventionalShap(ensemble, table, rows, background, task, players, engine).values;
    },
  ],
  [
    'interactions',
    ({ ensemble, table }, task, engine) => {
      const players = featuresAsPlayers(ensemble.features);
      return shapInteractions(ensemble, table, allRows(table.rows), task, players, engine).values;
    },
  ],
];

const bytes = (values: Float64Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

describe.each(kinds)('%s attributions', (_, explain) => {
  test.each(models)('are the same bits in both kinds of loops and on two threads: %s', (__, model) => {
    const values = bytes(explain(model, unwatched, wasm));
    expect(values.equals(bytes(explain(model, unwatched, plain)))).toBe(true);
    expect(values.equals(bytes(explain(model, unwatched, two)))).toBe(true);
  });

  test.each([
    ['one thread', wasm],
    ['two threads', two],
  ])('stop when asked to, on %s', (__, engine) => {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    let asked = 0;
    const task = createTask(flag, (fraction) => {
      if (fraction < 0.15 || flag[0] !== 0) return;
      Atomics.store(flag, 0, 1);
      asked = performance.now();
    });
    expect(() => explain(big, task, engine)).toThrow(Cancelled);
    expect(performance.now() - asked).toBeLessThan(500);
    expect(explain(models[2][1], unwatched, engine)).toHaveLength(
      explain(models[2][1], unwatched, wasm).length,
    );
  });

  test('are refused where they would not fit', () => {
    const small = new Engine({ memoryLimitMb: 1 });
    expect(() => explain(models[0][1], unwatched, small)).toThrow(/needs .* MB/);
  });
});
