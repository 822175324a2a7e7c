import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../kernel/src/problem.js';
import { createRandom } from '../../../../kernel/src/statistics/random.js';
import { Cancelled, createTask, type Task, unwatched } from '../../../../kernel/src/task.js';
import { fitBoosting } from '../../../../kernel/src/trees/boosting/fit-boosting.js';
import { type BoostingOptions, checkOptions } from '../../../../kernel/src/trees/boosting/options.js';
import { Engine } from '../../../../kernel/src/trees/engine/engine.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { predict } from '../../../../kernel/src/trees/model/predict.js';
import { leafOfRanks, thresholdOf, treeCount } from '../../../../kernel/src/trees/model/trees.js';
import { allRows, categorical, features, normals, numeric, uniforms } from '../data.js';

const n = 3000;
const [u, v, noise] = [uniforms(n, 1), uniforms(n, 2), normals(n, 3)];
const x = features(numeric('u', u), numeric('v', v));
const smooth = u.map((a, i) => Math.sin(6 * a) + a * v[i]);
const y = smooth.map((mean, i) => mean + 0.1 * noise[i]);
const boost = (
  options: BoostingOptions,
  outcome: Float64Array = y,
  data = x,
  rows: Int32Array = allRows(data.rows),
) => fitBoosting(binFeatures(data), outcome, rows, options, unwatched);
const trees = (model: ReturnType<typeof boost>): number =>
  model.blocks.reduce((sum, b) => sum + treeCount(b), 0);

const rmse = (a: Float64Array, b: Float64Array): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length);
const single = { objective: 'squared', rounds: 1, leaves: 2, learningRate: 1, l2: 0 } as const;

describe('boosting', () => {
  test('finds a smooth mean', () => {
    expect(rmse(predict(boost({ objective: 'squared' }), x), smooth)).toBeLessThan(0.06);
  });

  test('finds probabilities', () => {
    const p = u.map((a) => 1 / (1 + Math.exp(3 - 6 * a)));
    const binary = p.map((share, i) => (v[i] < share ? 1 : 0));
    const only = features(x.list[0]);
    const fitted = predict(boost({ objective: 'logistic', rounds: 60, leaves: 8 }, binary, only), only);
    expect(rmse(fitted, p)).toBeLessThan(0.05);
    expect(Math.min(...fitted)).toBeGreaterThan(0);
    expect(Math.max(...fitted)).toBeLessThan(1);
  });

  test('a single step is the mean of each side of the best cut', () => {
    const data = features(numeric('x', [1, 2, 3, 4]));
    const one = boost({ ...single, minLeaf: 1 }, Float64Array.of(1, 1, 5, 7), data);
    expect(thresholdOf(one.blocks[0], 0, one.features)).toBe(2.5);
    expect([...predict(one, data)]).toEqual([1, 1, 6, 6]);
  });

  test('splits categories as sets, not in the order of their codes', () => {
    const cells = Array.from({ length: 400 }, (_, i) => 'abcdef'[i % 6]);
    const data = features(categorical('plan', cells));
    const outcome = Float64Array.from(cells, (cell) => ('ace'.includes(cell) ? 1 : 0));
    expect(rmse(predict(boost(single, outcome, data), data), outcome)).toBeLessThan(1e-12);
  });

  test('learns where missing values go, and sends unseen levels there', () => {
    const cells = Array.from({ length: 300 }, (_, i) => ['low', 'high', undefined][i % 3]);
    const data = features(categorical('plan', cells));
    const outcome = Float64Array.from(cells, (cell) => (cell === 'low' ? 0 : 1));
    const one = boost(single, outcome, data);
    const later = features(categorical('plan', ['unheard of', undefined, 'low', 'high']));
    expect(rmse(predict(one, later), Float64Array.of(1, 1, 0, 1))).toBeLessThan(1e-12);
  });

  test('tells missing from present where all present values are alike', () => {
    const values = Array.from({ length: 200 }, (_, i) => (i % 2 ? Number.NaN : Number.POSITIVE_INFINITY));
    const data = features(numeric('x', values));
    const outcome = Float64Array.from({ length: 200 }, (_, i) => i % 2);
    expect([...predict(boost(single, outcome, data), data)]).toEqual([...outcome]);
  });

  test('a weight of k counts as k rows, a weight of 0 as none', () => {
    const weights = Float64Array.from({ length: 300 }, (_, i) => i % 3);
    const repeated = Int32Array.from(allRows(300)).filter((i) => i % 3 > 0);
    const twice = Int32Array.from([...repeated, ...repeated.filter((i) => i % 3 === 2)]);
    const options = { objective: 'squared', rounds: 3, minLeaf: 1, leaves: 4 } as const;
    const weighted = boost({
      ...options,
      weights: Float64Array.from([...weights, ...new Float64Array(n - 300)]),
    });
    const copied = boost(options, y, x, twice);
    expect(rmse(predict(weighted, x), predict(copied, x))).toBeLessThan(1e-12);
  });

  test('stops early where the outcome is noise', () => {
    const learn = allRows(n).filter((i) => i % 2 === 0);
    const validationRows = allRows(n).filter((i) => i % 2 === 1);
    const options = { objective: 'squared', rounds: 200, validationRows, patience: 5 } as const;
    expect(trees(boost(options, noise, x, learn))).toBeLessThan(10);
    expect(trees(boost(options, y, x, learn))).toBeGreaterThan(30);
  });

  test('early stopping keeps the rounds up to the best, as a fit of so many rounds', () => {
    const learn = allRows(n).filter((i) => i % 2 === 0);
    const validationRows = allRows(n).filter((i) => i % 2 === 1);
    const outcome = y.map((value, i) => value + noise[i]);
    const stopped = boost({ objective: 'squared', validationRows, patience: 3 }, outcome, x, learn);
    expect(trees(stopped)).toBeLessThan(100);
    const short = boost({ objective: 'squared', rounds: trees(stopped) }, outcome, x, learn);
    expect(stopped.blocks).toEqual(short.blocks);
    const loss = (rounds: number): number => {
      const fitted = predict(boost({ objective: 'squared', rounds }, outcome, x, learn), x);
      return validationRows.reduce((sum, row) => sum + (outcome[row] - fitted[row]) ** 2, 0);
    };
    for (const more of [1, 2, 3])
      expect(loss(trees(stopped) + more)).toBeGreaterThanOrEqual(loss(trees(stopped)));
    expect(loss(trees(stopped) - 1)).toBeGreaterThan(loss(trees(stopped)));
  });

  test('is the same for the same seed and another for another', () => {
    const sampled = (seed: number) =>
      predict(boost({ objective: 'squared', rounds: 5, rowShare: 0.5, columnShare: 0.5, seed }), x);
    expect(sampled(1)).toEqual(sampled(1));
    expect(sampled(1)).not.toEqual(sampled(2));
  });

  test('rows that were not drawn are followed too', () => {
    const sampled = predict(boost({ objective: 'squared', rowShare: 0.3, rounds: 200 }), x);
    expect(rmse(sampled, smooth)).toBeLessThan(0.08);
  });

  test('draws clusters whole, another half of them for each tree', () => {
    // Cluster c has c + 1 rows and a value of its own, and a tree that tells all clusters apart has a leaf for each.
    const clusters = Int32Array.from(
      Array.from({ length: 40 }, (_, c) => new Array<number>(c + 1).fill(c)).flat(),
    );
    const random = createRandom(3);
    for (let i = clusters.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [clusters[i], clusters[j]] = [clusters[j], clusters[i]];
    }
    const data = features(numeric('cluster', clusters));
    const outcome = Float64Array.from(clusters, (c) => (c * 17) % 40);
    const options = {
      ...single,
      leaves: 64,
      minLeaf: 1,
      rounds: 5,
      learningRate: 0.5,
      rowShare: 0.5,
      clusters,
    };
    const [block] = boost(options, outcome, data).blocks;
    const drawn = Array.from({ length: 5 }, (_, tree) => {
      const first = block.roots[tree] / 2 + tree / 2;
      return Array.from(block.cover.subarray(first, first + 20)).sort((a, b) => a - b);
    });
    for (const sizes of drawn) expect(new Set(sizes).size).toBe(20);
    expect(new Set(drawn.map(String)).size).toBe(5);
  });

  test('clusters of one row are rows, and without a share nothing is drawn', () => {
    const options = { objective: 'squared', rounds: 5, rowShare: 0.5 } as const;
    expect(boost({ ...options, clusters: allRows(n) })).toEqual(boost(options));
    const clusters = allRows(n).map((row) => row % 9);
    expect(boost({ ...options, rowShare: 1, clusters })).toEqual(boost({ ...options, rowShare: 1 }));
    expect(boost({ ...options, clusters })).not.toEqual(boost(options));
  });

  test('keeps the least number of rows in every leaf', () => {
    const matrix = binFeatures(x);
    const [block] = fitBoosting(
      matrix,
      y,
      allRows(n),
      { objective: 'squared', rounds: 3, minLeaf: 50, leaves: 200 },
      unwatched,
    ).blocks;
    const counts = new Float64Array(block.cover.length);
    for (let row = 0; row < n; row++)
      for (let tree = 0; tree < 3; tree++)
        counts[
          leafOfRanks(
            block,
            tree,
            matrix.bins.map((bins) => bins[row]),
          )
        ]++;
    expect(counts).toEqual(block.cover);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(50);
  });

  test('keeps the least Hessian in every leaf, and the greatest depth', () => {
    const binary = y.map((value) => (value > 0.5 ? 1 : 0));
    const [block] = boost({ objective: 'logistic', rounds: 1, minHessian: 40, minLeaf: 1 }, binary).blocks;
    const mean = binary.reduce((sum, value) => sum + value, 0) / n;
    expect(Math.min(...block.cover) * mean * (1 - mean)).toBeGreaterThanOrEqual(40);
    expect(boost({ objective: 'squared', rounds: 1, maxDepth: 2 }).blocks[0].cover.length).toBe(4);
    expect(trees(boost({ objective: 'squared', rounds: 5, maxDepth: 0 }))).toBe(0);
  });

  test('splits only where it gains enough', () => {
    const gain = (minGain: number): number =>
      boost({ objective: 'squared', rounds: 1, minGain, l2: 0 }).blocks[0]?.cover.length ?? 0;
    const mean = y.reduce((sum, value) => sum + value, 0) / n;
    const variation = y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(gain(0)).toBe(31);
    expect(gain(variation / 100)).toBeLessThan(31);
    expect(gain(variation)).toBe(0);
  });
});

describe('data that yield little', () => {
  const boosted = (outcome: Float64Array, data = x, options: Partial<BoostingOptions> = {}) =>
    boost({ objective: 'squared', ...options }, outcome, data);

  test('a constant outcome gives its value and no tree', () => {
    const model = boosted(new Float64Array(n).fill(0.1));
    expect(trees(model)).toBe(0);
    expect(rmse(predict(model, x), new Float64Array(n).fill(0.1))).toBeLessThan(1e-12);
  });

  test('constant and wholly missing features give the mean and no tree', () => {
    const constant = features(
      numeric('c', new Float64Array(n).fill(7)),
      numeric('m', new Float64Array(n).fill(Number.NaN)),
    );
    expect(trees(boosted(y, constant))).toBe(0);
  });

  test('one row, fewer rows than leaves, and no features', () => {
    expect(predict(boost({ objective: 'squared' }, y, x, Int32Array.of(5)), x)[0]).toBeCloseTo(y[5], 12);
    const few = boost({ objective: 'squared', minLeaf: 1, leaves: 31, rounds: 200, l2: 0 }, y, x, allRows(6));
    allRows(6).forEach((row) => {
      expect(predict(few, x)[row]).toBeCloseTo(y[row], 4);
    });
    expect(trees(boost({ objective: 'squared' }, y, { rows: n, list: [] }))).toBe(0);
  });

  test('infinite values, a thousand levels and duplicate columns', () => {
    const codes = Array.from(u, (a) => `level ${Math.floor(1000 * a)}`);
    const data = features(
      numeric(
        'infinite',
        u.map((a) => (a > 0.5 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY)),
      ),
      categorical('codes', codes),
      x.list[1],
      { ...x.list[1], name: 'again' },
    );
    const model = boosted(y, data);
    expect(rmse(predict(model, data), smooth)).toBeLessThan(0.25);
    expect(model.blocks[0].nodes.length).toBeGreaterThan(0);
  });

  test('outcomes of any size', () => {
    for (const size of [1e-100, 1e-12, 1e12, 1e100]) {
      const scaled = predict(boosted(y.map((value) => value * size)), x);
      expect(
        rmse(
          scaled.map((value) => value / size),
          smooth,
        ),
      ).toBeLessThan(0.06);
    }
  });
});

describe('what cannot be fitted is refused', () => {
  test('no rows, no weight, an outcome that is none', () => {
    expect(() => boost({ objective: 'squared' }, y, x, new Int32Array(0))).toThrow(InputError);
    expect(() => boost({ objective: 'squared', weights: new Float64Array(n) })).toThrow(InputError);
    const odd = y.slice();
    odd[7] = Number.NaN;
    expect(() => boost({ objective: 'squared' }, odd)).toThrow(/Row 8/);
    expect(() => boost({ objective: 'logistic' }, y)).toThrow(InputError);
  });

  test('all options out of range at once', () => {
    const matrix = binFeatures(features(x.list[0], categorical('c', ['a', 'b', ...new Array(n - 2)])));
    const options: BoostingOptions = {
      objective: 'squared',
      rounds: -1,
      l2: Number.NaN,
      monotone: [2, 1],
      interactions: [[0, 7]],
      weights: new Float64Array(3),
      clusters: new Int32Array(2),
    };
    let problems: readonly string[] = [];
    try {
      checkOptions(matrix, options);
    } catch (error) {
      problems = (error as InputError).problems.map(({ message }) => message);
    }
    expect(problems.length).toBe(7);
    for (const word of [
      /rounds/,
      /l2/,
      /direction of u/,
      /c has categories/,
      /feature 7/,
      /3 weights for 3000/,
      /2 clusters for 3000/,
    ])
      expect(problems.some((message) => word.test(message))).toBe(true);
  });

  test('what would not fit into memory', () => {
    const engine = new Engine({ memoryLimitMb: 1 });
    const matrix = binFeatures(x);
    expect(() =>
      fitBoosting(
        matrix,
        y,
        allRows(n),
        { objective: 'squared', leaves: 1000, minLeaf: 1 },
        unwatched,
        engine,
      ),
    ).toThrow(/Boosting needs \d MB/);
  });
});

describe('a task', () => {
  test.each([1, 2])('stops the fit within its first checks once asked to, on %i threads', (threads) => {
    const script = new URL('../../../../dist/tree-worker.mjs', import.meta.url);
    const engine = new Engine({ threads, script, sharedFrom: 0 });
    const matrix = binFeatures(x);
    for (const last of [1, 10, 300]) {
      let checks = 0;
      const task: Task = {
        check: () => {
          if (++checks >= last) throw new Cancelled();
        },
        report: () => task.check(),
        part: () => task,
      };
      expect(() => fitBoosting(matrix, y, allRows(n), { objective: 'squared' }, task, engine)).toThrow(
        Cancelled,
      );
      expect(checks).toBeLessThan(last + 5);
    }
    expect(
      trees(fitBoosting(matrix, y, allRows(n), { objective: 'squared', rounds: 2 }, unwatched, engine)),
    ).toBe(2);
    engine.close();
  });

  test('hears of progress from 0 on, never backwards', () => {
    const seen: number[] = [];
    const task = createTask(undefined, (fraction) => seen.push(fraction));
    fitBoosting(binFeatures(x), y, allRows(n), { objective: 'squared', rounds: 20 }, task);
    expect(seen.length).toBeGreaterThanOrEqual(20);
    expect(seen[0]).toBe(0);
    expect(seen.every((fraction, i) => fraction <= 1 && (i === 0 || fraction >= seen[i - 1]))).toBe(true);
  });
});
