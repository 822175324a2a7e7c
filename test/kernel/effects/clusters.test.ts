import { describe, expect, it } from 'vitest';
import { placeboCheck } from '../../../kernel/src/effects/checks/placebo.js';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { ratioEstimate } from '../../../kernel/src/effects/inference/ratio-estimate.js';
import { sampleFolds } from '../../../kernel/src/effects/sample/cluster-folds.js';
import { drawSample } from '../../../kernel/src/effects/sample/sample.js';
import { openStudy } from '../../../kernel/src/effects/study.js';
import { unwatched } from '../../../kernel/src/task.js';
import { clustered, confounded } from './simulate.js';
import { number, type Parameters, parametersOf, tableOf } from './tables.js';

const means = { kind: 'difference in means', options: {} } as const;
const estimate = (table: ReturnType<typeof tableOf>, given: Partial<Parameters>) =>
  estimateEffect({ table, texts: [], parameters: parametersOf(given) }, unwatched);

describe('folds', () => {
  it('keep clusters whole and spread the arms', () => {
    const { table } = clustered({ clusters: 60, size: 10, seed: 1 });
    const sample = drawSample(table, parametersOf({ cluster: 'shop' }));
    const { foldOf } = sampleFolds(sample, 5, 1);
    const folds = Array.from({ length: 60 }, () => new Set<number>());
    sample.clusters?.of.forEach((cluster, row) => {
      folds[cluster].add(foldOf[row]);
    });
    expect(folds.every(({ size }) => size === 1)).toBe(true);
    for (let fold = 0; fold < 5; fold++) {
      const treated = sample.arm.filter((arm, row) => arm === 1 && foldOf[row] === fold).length;
      // 60 whole clusters of 5 to 15 rows in 5 folds
      expect(Math.abs(treated / sample.counts[1] - 0.2)).toBeLessThan(0.04);
    }
  });

  it('of clusters of one row are those without clusters', () => {
    const { table } = confounded(100, 1);
    const rows = tableOf(...table.columns.values(), number('id', [...Array(100).keys()]));
    const plain = sampleFolds(drawSample(rows, parametersOf()), 5, 1);
    const single = sampleFolds(drawSample(rows, parametersOf({ cluster: 'id' })), 5, 1);
    expect(single).toEqual(plain);
  });
});

describe('errors', () => {
  it('sum influences within clusters: by hand', () => {
    const part = Float64Array.from([1, 2, 3, 6]);
    const clusters = { of: Int32Array.from([0, 0, 1, 2]), count: 3 };
    const { estimate, stdError, freedom } = ratioEstimate(
      part,
      new Float64Array(4).fill(1),
      0.95,
      undefined,
      clusters,
    );
    // mean 3; sums of the clusters: -2 - 1, 0, 3
    expect(estimate).toBe(3);
    expect(stdError).toBeCloseTo(Math.sqrt((3 / 2) * (9 + 0 + 9)) / 4, 12);
    expect(freedom).toBe(2);
  });

  it('cover where clusters are treated as a whole, which errors of rows do not', () => {
    const seeds = 200;
    const covered = (cluster: string | undefined) => {
      let count = 0;
      for (let seed = 1; seed <= seeds; seed++) {
        const { table } = clustered({ clusters: 40, size: 20, seed });
        const [{ interval }] = estimate(table, { estimator: means, cluster }).contrasts;
        if (interval[0] <= 1 && interval[1] >= 1) count++;
      }
      return count / seeds;
    };
    // The mean has 9 times the variance that it had if rows were independent, so that 49 % is expected.
    expect(covered(undefined)).toBeLessThan(0.6);
    expect(covered('shop')).toBeGreaterThan(0.91);
  });

  it('are wider than those of rows for AIPW and its groups, too', () => {
    const { table } = clustered({ clusters: 40, size: 20, seed: 2 });
    const given = { adjustment: ['x'] };
    const [rows] = estimate(table, given).contrasts;
    const [shops] = estimate(table, { ...given, cluster: 'shop' }).contrasts;
    expect(Math.abs(shops.estimate - 1) / shops.stdError).toBeLessThan(3);
    expect(shops.stdError / rows.stdError).toBeGreaterThan(2);
  });
});

describe('what is said', () => {
  it('warns of few clusters, by what they are worth', () => {
    const { table } = clustered({ clusters: 20, size: 10, seed: 1 });
    const { warnings } = estimate(table, { estimator: means, cluster: 'shop' });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^Rows of "[01]" lie in 10 clusters of shop, worth [89]\.\d+ of equal size; with fewer than 30/,
    );
    const many = clustered({ clusters: 80, size: 10, seed: 1 }).table;
    expect(estimate(many, { estimator: means, cluster: 'shop' }).warnings).toEqual([]);
  });

  it('refuses an arm in too few clusters, and a column that is not there', () => {
    const { table } = clustered({ clusters: 8, size: 30, seed: 1 });
    expect(() => estimate(table, { adjustment: ['x'], cluster: 'shop' })).toThrow(
      'Arm "0" of treatment is in 4 clusters of shop; it needs to be in at least 5: use fewer folds (3 at least), or smaller clusters.',
    );
    expect(() => estimate(table, { cluster: 'store' })).toThrow(
      'The clusters "store" are not a column of the data.',
    );
  });
});

describe('the placebo check', () => {
  it('draws clusters as a whole where they were treated as a whole', () => {
    const { table } = clustered({ clusters: 60, size: 20, seed: 3 });
    const parameters = parametersOf({ cluster: 'shop' });
    const study = openStudy({ table, texts: [], parameters }, unwatched);
    const check = placeboCheck({ study, used: study.constants() }, unwatched);
    expect(check.passed).toBe(true);
    expect(check.value).toBeGreaterThan(0.02);
  });
});
