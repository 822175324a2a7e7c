import type { Feature, Features } from '../../data/table.js';
import { normalCdf, normalQuantile } from '../../statistics/normal.js';
import { power } from '../../statistics/power.js';

/** Where a curve of four knots bends, as shares of the rows (Harrell 2015, table 2.3). */
const fourKnots = [0.05, 0.35, 0.65, 0.95];
/** Most knots of a number, and most curves of all: more than four where there are rows enough to tell, and few numbers to share them. */
const most = { knots: 8, curves: 64 };
/** Rows for each knot, where there are more than four: with fewer the noise of curves in sparse regions costs more than their shape. */
const rowsPerKnot = 1000;
/** Beyond each outer knot of more than four lies a twentieth of the rows, but no more than so many. */
const outside = { share: 0.05, rows: 50 };
/** Rows that tell quantiles well enough: evenly spaced ones, where there are more. */
const rowsForKnots = 10_000;

/** How the curve of a number may bend. */
export interface Knots {
  readonly feature: string;
  /** Where, in ascending order. */
  readonly at: readonly number[];
  /** `[curve][number itself, then truncated cubes]`: what each curve is the sum of. */
  readonly mix: readonly (readonly number[])[];
}

/**
 * Features with curve terms beside every number: restricted cubic splines, straight beyond the outer knots
 * (Stone and Koo 1985), so that a linear model follows smooth curves, which step functions of trees need many rows for.
 * Curves have nothing of the number itself and of each other in common: a penalty would else take all that they differ in for noise.
 * Knots come from the values alone, or from those a model was fitted with.
 */
export function withSplines(features: Features, knots: readonly Knots[] = knotsOf(features)): Features {
  const bends = new Map(knots.map((own) => [own.feature, own]));
  const list = features.list.flatMap((feature) => [feature, ...curves(feature, bends.get(feature.name))]);
  return { rows: features.rows, list };
}

/**
 * Knots of every number; those with too few distinct values to bend have none. There are more of them where there are more rows, and the
 * outer ones lie further out: a curve of few pieces, straight in the tails, stays wrong however many rows there are, and what
 * propensities and regressions are wrong by alike stays in the effect while its standard error shrinks.
 */
export function knotsOf(features: Features): Knots[] {
  return knotsAt(features, manyKnots(features));
}

/** Four knots of every number, whatever the rows: for a model that is to be of one known form. */
export function fourKnotsOf(features: Features): Knots[] {
  return knotsAt(features, fourKnots);
}

function knotsAt(features: Features, quantiles: readonly number[]): Knots[] {
  return features.list.flatMap(({ name, kind, values }) => {
    if (kind !== 'numeric') return [];
    const sorted = evenlySpaced(values)
      .filter((value) => !Number.isNaN(value))
      .sort();
    const places = quantiles.map((q) => sorted[Math.floor(q * (sorted.length - 1))]);
    const at = places.filter((knot, k) => k === 0 || knot > places[k - 1]);
    if (at.length < fourKnots.length) return [];
    return [{ feature: name, at, mix: apart(termsOf(at).map((term) => sorted.map(term))) }];
  });
}

/** How to mix columns so that each is without what it shares with those before it; the first, which stays, is left out. */
function apart(columns: readonly Float64Array[]): number[][] {
  const own: { readonly values: Float64Array; readonly mix: number[] }[] = [];
  columns.forEach((column, k) => {
    const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
    const values = column.map((x) => x - mean);
    const mix = columns.map((_, j) => (j === k ? 1 : 0));
    for (const { values: earlier, mix: theirs } of own) {
      const share = dot(values, earlier) / Math.max(dot(earlier, earlier), Number.MIN_VALUE);
      earlier.forEach((x, i) => {
        values[i] -= share * x;
      });
      theirs.forEach((part, j) => {
        mix[j] -= share * part;
      });
    }
    own.push({ values, mix });
  });
  return own.slice(1).map(({ mix }) => mix);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Where knots lie, as shares of the rows: more than four as far apart as they would be evenly among normal values, so that tails bend, too. */
function manyKnots({ rows, list }: Features): readonly number[] {
  const numbers = list.filter(({ kind }) => kind === 'numeric').length;
  const affordable = 2 + Math.floor(most.curves / Math.max(1, numbers));
  const telling = Math.floor(rows / rowsPerKnot);
  const count = Math.min(most.knots, affordable, telling);
  if (count <= fourKnots.length) return fourKnots;
  const far = normalQuantile(1 - Math.min(outside.share, outside.rows / rows));
  return Array.from({ length: count }, (_, k) => normalCdf(far * ((2 * k) / (count - 1) - 1)));
}

function evenlySpaced(values: Float64Array): Float64Array {
  const count = Math.min(values.length, rowsForKnots);
  return Float64Array.from({ length: count }, (_, i) => values[Math.floor((i * values.length) / count)]);
}

function curves(feature: Feature, knots: Knots | undefined): Feature[] {
  if (!knots || feature.kind !== 'numeric') return [];
  const { at, mix } = knots;
  const terms = termsOf(at);
  const columns = mix.map(() => new Float64Array(feature.values.length));
  const own = new Float64Array(terms.length);
  feature.values.forEach((value, row) => {
    // A missing number is told by one indicator, that of the number itself: here it counts as one in the middle.
    const x = Number.isNaN(value) ? at[(at.length - 1) >> 1] : value;
    for (let k = 0; k < own.length; k++) own[k] = terms[k](x);
    for (let j = 0; j < columns.length; j++) {
      let sum = 0;
      for (let k = 0; k < own.length; k++) sum += mix[j][k] * own[k];
      columns[j][row] = sum;
    }
  });
  return columns.map((values, j) => ({ ...feature, name: `${feature.name} (curve ${j + 1})`, values }));
}

/** The number itself, in units of the distance between the outer knots, and what bends at each knot but the last two. */
function termsOf(at: readonly number[]): ((x: number) => number)[] {
  const [first, last] = [at[0], at[at.length - 1]];
  return [(x) => (x - first) / (last - first), ...at.slice(2).map((_, j) => bendOf(at, j))];
}

/** The j-th term: 0 below its knot, cubic from there, straight above the last. */
function bendOf(knots: readonly number[], j: number): (x: number) => number {
  const [beforeLast, last] = knots.slice(-2);
  const own = knots[j];
  const scale = power(last - knots[0], 3);
  const early = (last - own) / (last - beforeLast);
  const late = (beforeLast - own) / (last - beforeLast);
  return (x) => (cubed(x - own) - cubed(x - beforeLast) * early + cubed(x - last) * late) / scale;
}

/** Third power of the positive part. */
function cubed(x: number): number {
  return x > 0 ? x * x * x : 0;
}
