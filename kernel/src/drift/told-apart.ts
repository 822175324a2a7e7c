import type { Column, Feature, Features } from '../data/table.js';
import { fitPredictor, predictWith } from '../models/predictor.js';
import { normalCdf, normalQuantile } from '../statistics/normal.js';
import { createRandom, sampleSorted } from '../statistics/random.js';
import type { Task } from '../task.js';
import type { Drift } from './drift.js';

/** Most rows of either data that are told apart. */
const mostRows = 20_000;
const fewestRows = 40;

/**
 * How well trees tell new rows from those of the training data by all columns together: the chance that of one of each the new one looks the newer, .5
 * where both are drawn alike (classifier two-sample test: Lopez-Paz and Oquab 2017). Trees learn on one half of the rows and are judged on the
 * other, so that the test is the one of Mann and Whitney, exact but for its normal approximation; the interval is that of DeLong 1988.
 *
 * @param columns the same ones in both, texts not among them
 * @returns undefined where rows or columns are too few
 */
export function toldApart(
  before: readonly Column[],
  now: readonly Column[],
  level: number,
  seed: number,
  task: Task,
): Drift | undefined {
  const list = before.flatMap((column, i) => stacked(column, now[i]) ?? []);
  const [n, m] = [before, now].map((columns) => lengthOf(columns[0]));
  if (list.length === 0 || Math.min(n, m) < fewestRows) return undefined;
  const features: Features = { rows: n + m, list };
  const y = Float64Array.from({ length: n + m }, (_, row) => (row < n ? 0 : 1));
  const random = createRandom(seed, 71);
  const halves = [rowsOf(0, n), rowsOf(n, m)].map((rows) => {
    const some = sampleSorted(rows, Math.min(mostRows, rows.length), random);
    const learn = sampleSorted(some, some.length >> 1, random);
    const learns = new Set(learn);
    return { learn, judge: some.filter((row) => !learns.has(row)) };
  });
  const rows = Int32Array.from(halves.flatMap(({ learn }) => [...learn]));
  const learner = { kind: 'boosted trees', options: { rounds: 50 } } as const;
  const lesson = { learner, classification: true, features, y, rows, seed };
  const { predictor } = fitPredictor(lesson, task.part(0, 0.8));
  const scores = predictWith(predictor, features, task.part(0.8, 1));
  const [old, fresh] = halves.map(({ judge }) => Float64Array.from(judge, (row) => scores[row]));
  return {
    name: 'all columns together',
    what: 'told apart',
    before: null,
    now: null,
    ...rankTest(old, fresh, level),
  };
}

const lengthOf = (column: Column | undefined): number =>
  column === undefined ? 0 : column.kind === 'numeric' ? column.values.length : column.codes.length;

const rowsOf = (from: number, count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, i) => from + i);

/** Both columns one below the other; undefined where they are no numbers and no categories. */
function stacked(before: Column, now: Column): Feature | undefined {
  const named = { name: before.name, source: before.name };
  if (before.kind === 'numeric' && now.kind === 'numeric') {
    return { ...named, kind: 'numeric', values: Float64Array.from([...before.values, ...now.values]) };
  }
  if (before.kind !== 'category' || now.kind !== 'category') return undefined;
  const levels = [...new Set([...before.levels, ...now.levels])].sort();
  const places = new Map(levels.map((level, place) => [level, place]));
  const values = [before, now].flatMap((column) =>
    Array.from(column.codes, (code) =>
      code < 0 ? Number.NaN : (places.get(column.levels[code]) ?? Number.NaN),
    ),
  );
  return { ...named, kind: 'categorical', values: Float64Array.from(values), levels };
}

/** Chance that a fresh score is above an old one, less .5; ties count half. */
function rankTest(
  old: Float64Array,
  fresh: Float64Array,
  level: number,
): Pick<Drift, 'difference' | 'interval' | 'p'> {
  const [n, m] = [old.length, fresh.length];
  const [sortedOld, sortedFresh] = [old.slice().sort(), fresh.slice().sort()];
  const above = fresh.map((score) => placeIn(sortedOld, score));
  const below = old.map((score) => 1 - placeIn(sortedFresh, score));
  const auc = above.reduce((sum, share) => sum + share / m, 0);
  const error = Math.sqrt(varianceOf(above, auc) / m + varianceOf(below, auc) / n);
  const margin = normalQuantile(0.5 + level / 2) * error;
  // Where nothing differs, the variance is known but for ties, which make it smaller.
  const p = 1 - normalCdf((auc - 0.5) / Math.sqrt((n + m + 1) / (12 * n * m)));
  return { difference: auc - 0.5, interval: [auc - 0.5 - margin, auc - 0.5 + margin], p };
}

/** Share of sorted scores below one, those equal to it for half. */
function placeIn(sorted: Float64Array, score: number): number {
  const bound = (isBelow: (other: number) => boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBelow(sorted[middle])) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (bound((other) => other < score) + bound((other) => other <= score)) / 2 / sorted.length;
}

function varianceOf(values: Float64Array, mean: number): number {
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
}
