import type { Task } from '../task.js';
import type { Head } from './heads.js';
import {
  alongFeatures,
  headOf,
  type LinearScore,
  rowsPerText,
  scoreTexts,
  standardised,
} from './linear-score.js';
import type { TextDesign } from './text-design.js';
import { type TextFeatures, textFeatures, weightedGram, weightedMean } from './text-features.js';

/** What a direction of a text is to go along with. */
export interface Response {
  /** One value per row; NaN where it is not known. */
  readonly y: Float64Array;
  /** 1 for rows that may be learned from. */
  readonly use: Uint8Array;
  /** Rows are compared within groups, as within arms; all together where absent. */
  readonly groupOf?: Int32Array;
}

/** Texts and their second moments, over all rows: neither knows of a response. */
interface Ground {
  readonly design: TextDesign;
  readonly features: TextFeatures;
  readonly rows: Float64Array;
  readonly mean: Float64Array;
  readonly product: ReturnType<typeof weightedGram>;
}

/** Below this share of what it had, nothing of a response is left to go along with. */
const exhausted = 1e-9;

/**
 * Directions of embedding and n-grams together that go along with responses: partial least squares by SIMPLS (de Jong 1993), with the responses
 * taking turns. Every direction is the one in which what is left of the features goes along most with the response whose turn it is, uncorrelated with all
 * before; together they span the block Krylov space of the responses, as those of SIMPLS do.
 *
 * Taking turns makes directions of different fits comparable. SIMPLS itself takes the leading singular vector of all responses at once, whose sign is
 * free and which turns into the next one where two singular values are near each other; aligning fits to one of them would let in rows that
 * the others must not have seen. Here each direction is fixed by itself: its place by its response, its sign by going up with it.
 * Second moments are those of all rows, which know of no response.
 *
 * @returns `count` linear scores, direction `i` being that of response `i mod responses`; mean 0 and variance 1 over all rows with a text, or 0
 * everywhere where nothing is left
 */
function directionsOf(
  ground: Ground,
  responses: readonly Response[],
  seen: (row: number) => boolean,
  count: number,
  task: Task,
): LinearScore[] {
  const { design, features, rows, mean, product } = ground;
  const along = responses.map((response) => alongFeatures(features, centred(design, response, seen)));
  const enough = along.map((s) => exhausted * length(s));
  const loadings: Float64Array[] = [];
  return Array.from({ length: count }, (_, i): LinearScore => {
    task.check();
    const turn = i % along.length;
    const s = along[turn];
    const size = length(s);
    if (!(size > enough[turn])) return { intercept: 0, coefficients: new Float64Array(features.width) };
    const direction = s.map((x) => x / size);
    const loading = new Float64Array(features.width);
    product(direction, loading);
    // Twice, since what is taken out once leaves rounding behind.
    for (let pass = 0; pass < 2; pass++) for (const v of loadings) remove(loading, v);
    const norm = length(loading);
    if (norm > 0) {
      const v = loading.map((x) => x / norm);
      loadings.push(v);
      for (const rest of along) remove(rest, v);
    }
    return standardised(features, rows, mean, direction);
  });
}

/**
 * Scores on supervised directions for models that are themselves cross-fitted, `[direction][k][row]`: as those of {@link nestedScores}, a row of fold j
 * is scored for the model that leaves fold k out by directions that saw neither fold. NaN where the row has no text.
 *
 * @param folds 3 or more
 */
export function nestedDirections(
  design: TextDesign,
  responses: readonly Response[],
  foldOf: Int8Array,
  folds: number,
  count: number,
  task: Task,
): Float64Array[][] {
  if (folds < 3) throw new RangeError(`Nested directions need 3 folds or more, not ${folds}.`);
  const ground = groundOf(design);
  const scores = Array.from({ length: count }, () =>
    Array.from({ length: folds }, () => new Float64Array(design.rows).fill(Number.NaN)),
  );
  const write = (set: number, fold: number, perText: readonly Float64Array[]): void => {
    foldOf.forEach((own, row) => {
      const text = design.codes[row];
      if (own !== fold || text < 0) return;
      perText.forEach((values, i) => {
        scores[i][set][row] = values[text];
      });
    });
  };
  const fits = (folds * (folds + 1)) / 2;
  let done = 0;
  for (let j = 0; j < folds; j++) {
    for (let k = j; k < folds; k++) {
      const seen = (row: number): boolean => foldOf[row] !== j && foldOf[row] !== k;
      const found = directionsOf(ground, responses, seen, count, task);
      const perText = found.map((direction) => {
        task.check();
        return scoreTexts(ground.features, direction);
      });
      write(k, j, perText);
      write(j, k, perText);
      task.report(++done / fits);
    }
  }
  return scores;
}

/** Directions learned from all rows, for rows yet to come. */
export function fitDirections(
  design: TextDesign,
  responses: readonly Response[],
  count: number,
  task: Task,
): Head[] {
  const ground = groundOf(design);
  return directionsOf(ground, responses, () => true, count, task).map((direction) =>
    headOf(design, ground.features, direction),
  );
}

function groundOf(design: TextDesign): Ground {
  const features = textFeatures(design);
  const rows = rowsPerText(design);
  return {
    design,
    features,
    rows,
    mean: weightedMean(features, rows),
    product: weightedGram(features, rows),
  };
}

/** A response less its mean in the row's group, added up per text over the rows that are seen. */
function centred(
  { codes, distinct }: TextDesign,
  { y, use, groupOf }: Response,
  seen: (row: number) => boolean,
): Float64Array {
  const learned = (row: number): boolean =>
    use[row] === 1 && codes[row] >= 0 && !Number.isNaN(y[row]) && seen(row);
  const groups = new Map<number, { rows: number; sum: number }>();
  codes.forEach((_, row) => {
    if (!learned(row)) return;
    const own = groupOf?.[row] ?? 0;
    const { rows, sum } = groups.get(own) ?? { rows: 0, sum: 0 };
    groups.set(own, { rows: rows + 1, sum: sum + y[row] });
  });
  const perText = new Float64Array(distinct);
  codes.forEach((text, row) => {
    if (!learned(row)) return;
    const { rows, sum } = groups.get(groupOf?.[row] ?? 0) ?? { rows: 1, sum: 0 };
    perText[text] += y[row] - sum / rows;
  });
  return perText;
}

function length(a: Float64Array): number {
  let sum = 0;
  for (const x of a) sum += x * x;
  return Math.sqrt(sum);
}

/** Takes the part along a unit vector out of `from`. */
function remove(from: Float64Array, unit: Float64Array): void {
  let along = 0;
  for (let j = 0; j < from.length; j++) along += from[j] * unit[j];
  for (let j = 0; j < from.length; j++) from[j] -= along * unit[j];
}
