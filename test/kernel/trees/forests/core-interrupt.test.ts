import { describe, expect, test } from 'vitest';
import { Cancelled, createTask, type Task } from '../../../../kernel/src/task.js';
import { fitCausalForest, predictEffects } from '../../../../kernel/src/trees/forests/causal-forest.js';
import { fitForest } from '../../../../kernel/src/trees/forests/random-forest.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { allRows } from '../data.js';
import { simulateTrial } from '../trial.js';
import { on } from './core-data.js';

const { x, yResidual: y, wResidual: w } = simulateTrial(1000, 1);
const matrix = binFeatures(x);
const rows = allRows(1000);
const forest = fitCausalForest(matrix, y, w, rows, { trees: 40 });

const work: [string, (task: Task) => void][] = [
  ['a forest', (task) => fitForest(matrix, y, rows, { trees: 20 }, task)],
  ['a causal forest', (task) => fitCausalForest(matrix, y, w, rows, { trees: 20 }, task)],
  ['predicting effects', (task) => predictEffects(forest, x, task)],
];

/** A task that counts how often it was looked at, and does something at each look. */
function counted(flag: Int32Array, onLook: () => void): Task {
  const task = createTask(flag);
  const counting: Task = {
    check: () => {
      onLook();
      task.check();
    },
    report: () => counting.check(),
    part: () => counting,
  };
  return counting;
}

describe.each(work)('%s', (_, run) => {
  test('stops at its first look once asked to', () => {
    const flag = new Int32Array(1);
    let looks = 0;
    const task = counted(flag, () => {
      if (++looks === 5) flag[0] = 1;
    });
    expect(() => run(task)).toThrow(Cancelled);
    expect(looks).toBe(5);
  });

  test('reports progress from 0 on, never backwards', () => {
    const seen: number[] = [];
    run(createTask(undefined, (fraction) => seen.push(fraction)));
    expect(seen.length).toBeGreaterThanOrEqual(2);
    expect(seen.every((fraction, i) => fraction <= 1 && (i === 0 || fraction >= seen[i - 1]))).toBe(true);
  });
});

test('helpers stop too, and work on afterwards', () => {
  on({ threads: 2 }, () => {
    const flag = new Int32Array(1);
    let looks = 0;
    const task = counted(flag, () => {
      if (++looks === 50) flag[0] = 1;
    });
    expect(() => fitCausalForest(matrix, y, w, rows, { trees: 2000 }, task)).toThrow(Cancelled);
    expect(fitCausalForest(matrix, y, w, rows, { trees: 40 })).toEqual(forest);
  });
});
