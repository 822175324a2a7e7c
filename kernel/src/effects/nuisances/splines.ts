import type { Feature, Features } from '../../data/table.js';

/** Quantiles at which a curve may bend (Harrell 2015, table 2.3, four knots). */
const knotQuantiles = [0.05, 0.35, 0.65, 0.95];

/**
 * Features with two curve terms more for every number: restricted cubic splines, straight beyond the outer knots
 * (Stone and Koo 1985), so that a linear model follows smooth curves, which step functions of trees need many rows for.
 * Knots come from the values alone. Numbers with too few distinct values to bend stay as they are.
 */
export function withSplines(features: Features): Features {
  return { rows: features.rows, list: features.list.flatMap((feature) => [feature, ...curves(feature)]) };
}

function curves(feature: Feature): Feature[] {
  if (feature.kind !== 'numeric') return [];
  const sorted = feature.values.filter((value) => !Number.isNaN(value)).sort();
  const knots = knotQuantiles.map((q) => sorted[Math.floor(q * (sorted.length - 1))]);
  if (!knots.every((knot, k) => k === 0 || knot > knots[k - 1])) return [];
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
