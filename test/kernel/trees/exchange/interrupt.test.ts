import { describe, expect, test } from 'vitest';
import { Cancelled, type Task, unwatched } from '../../../../kernel/src/task.js';
import { fitBoosting } from '../../../../kernel/src/trees/boosting/fit-boosting.js';
import { exportModel, importModel } from '../../../../kernel/src/trees/exchange/exchange.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { decodeEnsemble, encodeEnsemble } from '../../../../kernel/src/trees/model/format.js';
import { allRows, features, normals, numeric } from '../data.js';

const n = 2000;
const x = features(numeric('a', normals(n, 1)), numeric('b', normals(n, 2)));
const options = { objective: 'squared', rounds: 400, minLeaf: 1, leaves: 250 } as const;
const model = fitBoosting(binFeatures(x), normals(n, 3), allRows(n), options, unwatched);
const bytes = encodeEnsemble(model);
const [lightgbm, xgboost] = [exportModel(model, 'lightgbm'), exportModel(model, 'xgboost')];

const work: [string, number, (task: Task) => void][] = [
  ['LightGBM', 2000, (task) => importModel(lightgbm, task)],
  ['XGBoost', 2000, (task) => importModel(xgboost, task)],
  // 400 trees of 499 nodes and 250 leaves, and a look every 65,536 steps.
  ['our own format', 5, (task) => decodeEnsemble(bytes, task)],
];

describe.each(work)('reading a model of %s', (_, least, read) => {
  const stoppedAt = (look: number): number => {
    let looks = 0;
    const task: Task = {
      check: () => {
        if (++looks === look) throw new Cancelled();
      },
      report: () => task.check(),
      part: () => task,
    };
    if (look < Number.POSITIVE_INFINITY) expect(() => read(task)).toThrow(Cancelled);
    else read(task);
    return looks;
  };

  test('looks often at its task, and stops at once where that says so', () => {
    const looks = stoppedAt(Number.POSITIVE_INFINITY);
    expect(looks).toBeGreaterThanOrEqual(least);
    for (const look of [1, 2, Math.floor(looks / 2), looks]) expect(stoppedAt(look)).toBe(look);
  });
});
