import { describe, expect, test } from 'vitest';
import { Cancelled, createTask, type Task, unwatched } from '../../../kernel/src/task.js';
import { binFeatures } from '../../../kernel/src/trees/binning.js';
import { fitBoosting } from '../../../kernel/src/trees/boosting.js';
import { fitCausalForest, predictEffects } from '../../../kernel/src/trees/causal-forest.js';
import { fitForest } from '../../../kernel/src/trees/forest.js';
import { shapOfEffects, treeShap } from '../../../kernel/src/trees/tree-shap.js';
import { allRows } from './data.js';
import { simulateTrial } from './trial.js';

const { x, yResidual: y, wResidual: w } = simulateTrial(1000, 1);
const matrix = binFeatures(x);
const rows = allRows(1000);
const boosted = fitBoosting(matrix, y, rows, { objective: 'squared', rounds: 20 }, unwatched);
const forest = fitCausalForest(matrix, y, w, rows, { trees: 20 }, unwatched);

const work: [string, (task: Task) => void][] = [
  ['boosting', (task) => fitBoosting(matrix, y, rows, { objective: 'squared', rounds: 20 }, task)],
  ['a forest', (task) => fitForest(matrix, y, rows, { trees: 20 }, task)],
  ['a causal forest', (task) => fitCausalForest(matrix, y, w, rows, { trees: 20 }, task)],
  ['predicting effects', (task) => predictEffects(forest, x, task)],
  ['TreeSHAP', (task) => treeShap(boosted, x, rows, task)],
  ['attributions of effects', (task) => shapOfEffects(forest, x, rows, task)],
];

describe.each(work)('%s', (_, run) => {
  test('stops within its first checks once asked to', () => {
    const flag = new Int32Array(1);
    let checks = 0;
    const task = createTask(flag);
    const counting: Task = {
      check: () => {
        if (++checks === 10) flag[0] = 1;
        task.check();
      },
      report: () => counting.check(),
      part: () => counting,
    };
    expect(() => run(counting)).toThrow(Cancelled);
    expect(checks).toBe(10);
  });

  test('reports progress from 0 on, never backwards', () => {
    const seen: number[] = [];
    run(createTask(undefined, (fraction) => seen.push(fraction)));
    expect(seen.length).toBeGreaterThanOrEqual(10);
    expect(seen[0]).toBe(0);
    expect(seen.every((fraction, i) => fraction <= 1 && (i === 0 || fraction >= seen[i - 1]))).toBe(true);
  });
});
