import type { Feature, Features } from '../data/table.js';

/** Levels of one category that get a column of their own, most frequent first; the rest share the centre. */
const maxLevels = 64;
/** A matrix is filled so many rows at a time, which stay near while its columns are written one after another. */
const rowsAtOnce = 256;

/**
 * One column of a linear design: a standardised number, a level (one-hot) or a missing indicator.
 * Its value for a row is `(raw - centre) / scale`, so 0 stands for the average row everywhere.
 */
export interface DesignTerm {
  readonly feature: string;
  readonly kind: 'number' | 'level' | 'missing';
  /** Only for levels. */
  readonly level?: string;
  readonly centre: number;
  readonly scale: number;
}

/**
 * Chooses the columns from the training rows (weights of rows in the order of `rows`): a number becomes itself, a
 * category one column per level, and either one more for "missing" where training rows miss it. Constant columns are
 * left out. A missing number counts as the mean; a level never seen in training as the average of the levels.
 */
export function designTerms(features: Features, rows: Int32Array, weights?: Float64Array): DesignTerm[] {
  return features.list.flatMap((feature) =>
    feature.kind === 'numeric' ? numberTerms(feature, rows, weights) : levelTerms(feature, rows, weights),
  );
}

function numberTerms(feature: Feature, rows: Int32Array, weights?: Float64Array): DesignTerm[] {
  let total = 0;
  let missing = 0;
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    const w = weights ? weights[i] : 1;
    const value = feature.values[rows[i]];
    if (Number.isNaN(value)) missing += w;
    else {
      total += w;
      sum += w * value;
    }
  }
  const centre = total > 0 ? sum / total : 0;
  let squares = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = feature.values[rows[i]];
    if (!Number.isNaN(value)) squares += (weights ? weights[i] : 1) * (value - centre) ** 2;
  }
  const scale = total > 0 ? Math.sqrt(squares / total) : 0;
  const terms: DesignTerm[] = [];
  // Rounding alone gives a constant column a spread near 1e-16 of its size.
  if (scale > 1e-12 * Math.max(1, Math.abs(centre))) {
    terms.push({ feature: feature.name, kind: 'number', centre, scale });
  }
  return [...terms, ...shareTerm(feature.name, 'missing', missing / (total + missing))];
}

function levelTerms(feature: Feature, rows: Int32Array, weights?: Float64Array): DesignTerm[] {
  const levels = feature.levels ?? [];
  const counts = new Float64Array(levels.length);
  let total = 0;
  let missing = 0;
  for (let i = 0; i < rows.length; i++) {
    const w = weights ? weights[i] : 1;
    const code = feature.values[rows[i]];
    total += w;
    if (Number.isNaN(code)) missing += w;
    else counts[code] += w;
  }
  const kept = [...counts.keys()]
    .filter((code) => counts[code] > 0)
    .sort((a, b) => counts[b] - counts[a] || a - b)
    .slice(0, maxLevels)
    .sort((a, b) => a - b);
  return [
    ...kept.flatMap((code) => shareTerm(feature.name, 'level', counts[code] / total, levels[code])),
    ...shareTerm(feature.name, 'missing', missing / total),
  ];
}

/** A 0-1 column that is 1 for this share of rows. */
function shareTerm(feature: string, kind: 'level' | 'missing', share: number, level?: string): DesignTerm[] {
  if (!(share > 0 && share < 1)) return [];
  return [{ feature, kind, level, centre: share, scale: Math.sqrt(share * (1 - share)) }];
}

/**
 * Values of the terms, `rows.length` x `terms.length`, row-major. Features are found by name; one that is not there
 * counts as missing throughout. Levels are found by name, so another table may order them otherwise.
 */
export function designMatrix(
  terms: readonly DesignTerm[],
  features: Features,
  rows: Int32Array,
): Float64Array {
  const matrix = new Float64Array(rows.length * terms.length);
  fillDesign(terms, features, rows, matrix, terms.length);
  return matrix;
}

/** The same into the first columns of rows that are `stride` numbers long. */
export function fillDesign(
  terms: readonly DesignTerm[],
  features: Features,
  rows: Int32Array,
  matrix: Float64Array,
  stride: number,
): void {
  const byName = new Map(features.list.map((feature) => [feature.name, feature]));
  const columns = terms.map((term) => {
    const feature = byName.get(term.feature);
    return { term, values: feature?.values, read: reader(term, feature, terms) };
  });
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const to = Math.min(rows.length, from + rowsAtOnce);
    columns.forEach(({ term, values, read }, t) => {
      if (values && term.kind === 'number') fillNumber(term, values, rows, from, to, matrix, stride, t);
      else for (let i = from; i < to; i++) matrix[i * stride + t] = read(values ? values[rows[i]] : NaN);
    });
  }
}

/** The column of a number, which most are, without a call for every row. */
function fillNumber(
  { centre, scale }: DesignTerm,
  values: Float64Array,
  rows: Int32Array,
  from: number,
  to: number,
  matrix: Float64Array,
  stride: number,
  column: number,
): void {
  for (let i = from; i < to; i++) {
    const value = (values[rows[i]] - centre) / scale;
    // A missing number counts as the mean.
    matrix[i * stride + column] = Number.isNaN(value) ? 0 : value;
  }
}

/** The standardised value of a term as a function of the raw value (NaN is missing). */
function reader(
  term: DesignTerm,
  feature: Feature | undefined,
  terms: readonly DesignTerm[],
): (raw: number) => number {
  const off = (0 - term.centre) / term.scale;
  const on = (1 - term.centre) / term.scale;
  if (term.kind === 'number') return (raw) => (Number.isNaN(raw) ? 0 : (raw - term.centre) / term.scale);
  if (term.kind === 'missing') return (raw) => (Number.isNaN(raw) ? on : off);
  const levels = feature?.levels ?? [];
  const own = levels.indexOf(term.level ?? '');
  const known = new Set(
    terms.filter((t) => t.feature === term.feature && t.kind === 'level').map((t) => t.level),
  );
  const seen = levels.map((level) => known.has(level));
  return (raw) => {
    if (raw === own) return on;
    return Number.isNaN(raw) || !seen[raw] ? 0 : off;
  };
}
