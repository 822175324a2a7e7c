import type { Feature, Features } from '../../data/table.js';

/** Quantiles at which a curve may bend (Harrell 2015, table 2.3, four knots). */
const knotQuantiles = [0.05, 0.35, 0.65, 0.95];
/** Rows that tell quantiles well enough: evenly spaced ones, where there are more. */
const rowsForKnots = 10_000;

/** Where the curve of a number may bend, in ascending order. */
export interface Knots {
  readonly feature: string;
  readonly at: readonly number[];
}

/**
 * Features with two curve terms more for every number: restricted cubic splines, straight beyond the outer knots
 * (Stone and Koo 1985), so that a linear model follows smooth curves, which step functions of trees need many rows for.
 * Knots come from the values alone, or from those a model was fitted with.
 */
export function withSplines(features: Features, knots: readonly Knots[] = knotsOf(features)): Features {
  const bends = new Map(knots.map(({ feature, at }) => [feature, at]));
  const list = features.list.flatMap((feature) => [feature, ...curves(feature, bends.get(feature.name))]);
  return { rows: features.rows, list };
}

/** Knots of every number; those with too few distinct values to bend have none. */
export function knotsOf(features: Features): Knots[] {
  return features.list.flatMap(({ name, kind, values }) => {
    if (kind !== 'numeric') return [];
    const sorted = evenlySpaced(values)
      .filter((value) => !Number.isNaN(value))
      .sort();
    const at = knotQuantiles.map((q) => sorted[Math.floor(q * (sorted.length - 1))]);
    return at.every((knot, k) => k === 0 || knot > at[k - 1]) ? [{ feature: name, at }] : [];
  });
}

function evenlySpaced(values: Float64Array): Float64Array {
  const count = Math.min(values.length, rowsForKnots);
  return Float64Array.from({ length: count }, (_, i) => values[Math.floor((i * values.length) / count)]);
}

function curves(feature: Feature, knots: readonly number[] | undefined): Feature[] {
  if (!knots || feature.kind !== 'numeric') return [];
  return [0, 1].map((j) => {
    const bend = bendOf(knots, j);
    // A missing number is told by one indicator, that of the number itself: here it counts as one in the middle.
    const missing = bend(knots[1]);
    const values = new Float64Array(feature.values.length);
    feature.values.forEach((x, row) => {
      values[row] = Number.isNaN(x) ? missing : bend(x);
    });
    return { ...feature, name: `${feature.name} (curve ${j + 1})`, values };
  });
}

/** The j-th term: 0 below its knot, cubic from there, straight above the last. */
function bendOf(knots: readonly number[], j: number): (x: number) => number {
  const [beforeLast, last] = knots.slice(-2);
  const own = knots[j];
  const scale = (last - knots[0]) ** 2;
  const early = (last - own) / (last - beforeLast);
  const late = (beforeLast - own) / (last - beforeLast);
  return (x) => (cubed(x - own) - cubed(x - beforeLast) * early + cubed(x - last) * late) / scale;
}

/** Third power of the positive part. */
function cubed(x: number): number {
  return x > 0 ? x * x * x : 0;
}
