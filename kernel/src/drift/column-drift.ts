import type { CategoryColumn, Column, NumericColumn } from '../data/table.js';
import { chiSquareTail } from '../statistics/chi-square.js';
import { kolmogorovDistance, kolmogorovTail } from '../statistics/kolmogorov.js';
import { normalCdf, normalQuantile } from '../statistics/normal.js';
import type { Drift } from './drift.js';

/** Levels of fewer expected rows than this are counted as one: the distribution of the test is one of many rows. */
const fewestExpected = 5;
/** Numbers of so few values are compared by the shares of these. */
const mostCounted = 20;

/**
 * How one column of new data differs from that of the training data: of numbers the whole distribution (Kolmogorov and Smirnov), told by the mean; of
 * categories the shares of all levels (Pearson's chi-square), told by the level that has moved most. Values that are missing are one more level,
 * or a second test, whose share of the chances of a false alarm is half. Texts are not compared.
 *
 * @param level of the interval, as .95
 * @returns undefined for a text, for columns of two kinds, and where there is nothing to compare
 */
export function columnDrift(before: Column, now: Column, level: number): Drift | undefined {
  if (before.kind === 'numeric' && now.kind === 'numeric') return numericDrift(before, now, level);
  if (before.kind === 'category' && now.kind === 'category') return categoryDrift(before, now, level);
  return undefined;
}

function numericDrift(before: NumericColumn, now: NumericColumn, level: number): Drift | undefined {
  const known = [before, now].map(({ values }) => values.filter((value) => !Number.isNaN(value)).sort());
  const [a, b] = known;
  const missing = shareDrift(
    [before.values.length - a.length, before.values.length],
    [now.values.length - b.length, now.values.length],
    level,
  );
  const someMissing = a.length < before.values.length || b.length < now.values.length;
  const named = { name: before.name };
  if (a.length < 2 || b.length < 2)
    return someMissing ? { ...named, what: 'share missing', ...missing } : undefined;
  const p = distributionTest(a, b);
  const [one, other] = known.map(meanAndError);
  const difference = other.mean - one.mean;
  const margin = normalQuantile(0.5 + level / 2) * Math.hypot(one.error, other.error);
  const interval = [difference - margin, difference + margin] as const;
  const mean: Drift = { ...named, what: 'mean', before: one.mean, now: other.mean, difference, interval, p };
  if (!someMissing) return mean;
  const worse = missing.p < p ? { ...named, what: 'share missing', ...missing } : mean;
  return { ...worse, p: Math.min(1, 2 * Math.min(p, missing.p)) };
}

/** Of few values by their counts, since ties cost the test of Kolmogorov and Smirnov its power. @param a sorted @param b sorted */
function distributionTest(a: Float64Array, b: Float64Array): number {
  const counts = new Map<number, [number, number]>();
  for (const [side, values] of [a, b].entries()) {
    for (const value of values) {
      const count = counts.get(value) ?? [0, 0];
      count[side]++;
      counts.set(value, count);
      if (counts.size > mostCounted) return kolmogorovTail(kolmogorovDistance(a, b), a.length, b.length);
    }
  }
  return sharesTest([...counts.values()]);
}

function meanAndError(values: Float64Array): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

function categoryDrift(before: CategoryColumn, now: CategoryColumn, level: number): Drift | undefined {
  const counts = countsOf([before, now]);
  const [n, m] = [before.codes.length, now.codes.length];
  if (counts.length < 2) return undefined;
  const p = sharesTest(counts.map(({ rows }) => rows));
  // Of all levels the one that is told is picked for having moved: its interval covers with all others.
  const single = 1 - (1 - level) / counts.length;
  const shares = counts.map(({ what, rows: [a, b] }) => ({ what, ...shareDrift([a, n], [b, m], single) }));
  const most = shares.reduce((best, each) => (each.p < best.p ? each : best));
  return { name: before.name, ...most, p };
}

/** Pearson's chi-square of the same shares in both data. @param counts rows of each level in the training data and in the new ones */
function sharesTest(counts: readonly (readonly [number, number])[]): number {
  const pooled = pooledCounts(counts);
  const [n, m] = [0, 1].map((side) => pooled.reduce((sum, count) => sum + count[side], 0));
  const statistic = pooled.reduce((sum, [a, b]) => {
    const expected = ((a + b) * n) / (n + m);
    const other = a + b - expected;
    return sum + (a - expected) ** 2 / expected + (b - other) ** 2 / other;
  }, 0);
  return pooled.length < 2 ? 1 : chiSquareTail(statistic, pooled.length - 1);
}

interface LevelCount {
  readonly what: string;
  /** In the training data and in the new ones. */
  readonly rows: [number, number];
}

/** Rows of every level of either column, and of none. */
function countsOf(columns: readonly CategoryColumn[]): LevelCount[] {
  const counts = new Map<string, LevelCount>();
  for (const [side, { codes, levels }] of columns.entries()) {
    for (const code of codes) {
      const what = code < 0 ? 'share missing' : `share of ${levels[code]}`;
      const count = counts.get(what) ?? { what, rows: [0, 0] };
      counts.set(what, count);
      count.rows[side]++;
    }
  }
  return [...counts.values()];
}

/** Levels large enough to be tested, the others as one. */
function pooledCounts(counts: readonly (readonly [number, number])[]): [number, number][] {
  const n = counts.reduce((sum, [a]) => sum + a, 0);
  const m = counts.reduce((sum, [, b]) => sum + b, 0);
  const isLarge = ([a, b]: readonly [number, number]): boolean =>
    ((a + b) * Math.min(n, m)) / (n + m) >= fewestExpected;
  const large = counts.filter(isLarge).map(([a, b]): [number, number] => [a, b]);
  const rest = counts
    .filter((count) => !isLarge(count))
    .reduce<[number, number]>((sum, [a, b]) => [sum[0] + a, sum[1] + b], [0, 0]);
  if (rest[0] + rest[1] === 0) return large;
  if (isLarge(rest) || large.length === 0) return [...large, rest];
  // Too few to stand alone: with the smallest of the others.
  large.sort(([a, b], [c, d]) => a + b - c - d);
  large[0] = [large[0][0] + rest[0], large[0][1] + rest[1]];
  return large;
}

/** A share in each of two samples: the interval of Newcombe 1998 (its tenth) for the difference, and the test of equal shares. */
export function shareDrift(
  [a, n]: readonly [number, number],
  [b, m]: readonly [number, number],
  level: number,
): Omit<Drift, 'name' | 'what'> {
  const z = normalQuantile(0.5 + level / 2);
  const [before, now] = [a / n, b / m];
  const [one, other] = [wilson(before, n, z), wilson(now, m, z)];
  const difference = now - before;
  const down = Math.hypot(now - other[0], one[1] - before);
  const up = Math.hypot(other[1] - now, before - one[0]);
  const share = (a + b) / (n + m);
  const error = Math.sqrt(share * (1 - share) * (1 / n + 1 / m));
  const p = error > 0 ? 2 * normalCdf(-Math.abs(difference) / error) : 1;
  return { before, now, difference, interval: [difference - down, difference + up], p };
}

/** The interval of Wilson 1927 for a share. */
function wilson(share: number, n: number, z: number): [number, number] {
  const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const margin = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return [centre - margin, centre + margin];
}
