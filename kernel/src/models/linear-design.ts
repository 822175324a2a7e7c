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
    return { term, values: feature?.values, levels: levelValues(term, feature, terms) };
  });
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const some = rows.subarray(from, Math.min(rows.length, from + rowsAtOnce));
    columns.forEach(({ term, values, levels }, t) => {
      const start = from * stride + t;
      if (term.kind === 'number') placeNumbers(matrix, start, stride, term, some, values);
      else placeLevels(matrix, start, stride, term, some, values, levels);
    });
  }
}

/** Standardised numbers, every `step`-th entry from `start` on; missing ones are in the centre. */
function placeNumbers(
  to: Float64Array,
  start: number,
  step: number,
  { centre, scale }: DesignTerm,
  rows: Int32Array,
  values?: Float64Array,
): void {
  if (!values) return;
  for (let i = 0, at = start; i < rows.length; i++, at += step) {
    const raw = values[rows[i]];
    to[at] = Number.isNaN(raw) ? 0 : (raw - centre) / scale;
  }
}

/** What rows of each level, and those without one, have in a column. */
interface LevelValues {
  readonly byLevel: Float64Array;
  readonly missing: number;
}

function placeLevels(
  to: Float64Array,
  start: number,
  step: number,
  term: DesignTerm,
  rows: Int32Array,
  values: Float64Array | undefined,
  { byLevel, missing }: LevelValues,
): void {
  const present = (0 - term.centre) / term.scale;
  for (let i = 0, at = start; i < rows.length; i++, at += step) {
    const raw = values ? values[rows[i]] : Number.NaN;
    to[at] = Number.isNaN(raw) ? missing : term.kind === 'missing' ? present : byLevel[raw];
  }
}

/** A level never seen in training counts as the average of the levels. */
function levelValues(
  term: DesignTerm,
  feature: Feature | undefined,
  terms: readonly DesignTerm[],
): LevelValues {
  const off = (0 - term.centre) / term.scale;
  const on = (1 - term.centre) / term.scale;
  const levels = feature?.levels ?? [];
  if (term.kind !== 'level') return { byLevel: new Float64Array(0), missing: on };
  const own = levels.indexOf(term.level ?? '');
  const known = new Set(
    terms.filter((t) => t.feature === term.feature && t.kind === 'level').map((t) => t.level),
  );
  const byLevel = Float64Array.from(levels, (level, code) =>
    code === own ? on : known.has(level) ? off : 0,
  );
  return { byLevel, missing: 0 };
}
