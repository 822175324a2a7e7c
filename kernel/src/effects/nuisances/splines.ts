import type { Feature, Features } from '../../data/table.js';

/** Quantiles at which a curve may bend (Harrell 2015, table 2.3, four knots). */
const knotQuantiles = [0.05, 0.35, 0.65, 0.95];

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
    const sorted = values.filter((value) => !Number.isNaN(value)).sort();
    const at = knotQuantiles.map((q) => sorted[Math.floor(q * (sorted.length - 1))]);
    return at.every((knot, k) => k === 0 || knot > at[k - 1]) ? [{ feature: name, at }] : [];
  });
}

function curves(feature: Feature, knots: readonly number[] | undefined): Feature[] {
  if (!knots || feature.kind !== 'numeric') return [];
  return [0, 1].map((j) => ({
    ...feature,
    name: `${feature.name} (curve ${j + 1})`,
    values: feature.values.map((x) => bend(x, knots, j)),
  }));
}

/** The j-th term: 0 below its knot, cubic from there, straight above the last; NaN stays NaN. */
function bend(x: number, knots: readonly number[], j: number): number {
  const [beforeLast, last] = knots.slice(-2);
  const cube = (knot: number): number => Math.max(0, x - knot) ** 3;
  const width = last - beforeLast;
  const above = (cube(beforeLast) * (last - knots[j]) - cube(last) * (beforeLast - knots[j])) / width;
  return (cube(knots[j]) - above) / (last - knots[0]) ** 2;
}
