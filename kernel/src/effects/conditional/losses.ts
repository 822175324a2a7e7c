import { doublyRobustOutcome, type Lesson, outcomeResidual, treatmentResidual } from './lesson.js';

/** What effects are judged by, row by row: squared errors of `effect` for `outcome`, times `weight`. */
export interface Loss {
  readonly name: 'R-loss' | 'DR-loss';
  /** Rows judged, numbers of the sample. */
  readonly rows: Int32Array;
  /** One per row judged. */
  readonly outcome: Float64Array;
  readonly weight: Float64Array;
}

/**
 * R-loss (Nie and Wager 2021): `(y - m - (w - e) effect)^2`, what an effect leaves of the outcome. It judges where arms overlap.
 */
export function rLoss(lesson: Lesson): Loss {
  const { rows, weights } = lesson;
  const w = treatmentResidual(lesson);
  const y = outcomeResidual(lesson);
  return {
    name: 'R-loss',
    rows,
    outcome: Float64Array.from(rows, (row) => y[row] / w[row]),
    weight: Float64Array.from(rows, (row) => (weights?.[row] ?? 1) * w[row] ** 2),
  };
}

/** DR-loss (Kennedy 2023): `(score - effect)^2` with doubly robust scores. All rows count the same. */
export function drLoss(lesson: Lesson): Loss {
  const { rows, weights } = lesson;
  const scores = doublyRobustOutcome(lesson);
  return {
    name: 'DR-loss',
    rows,
    outcome: Float64Array.from(rows, (row) => scores[row]),
    weight: Float64Array.from(rows, (row) => weights?.[row] ?? 1),
  };
}

/** The loss on the rows that pass a test. */
export function lossOn({ name, rows, outcome, weight }: Loss, passes: (row: number) => boolean): Loss {
  const kept = Int32Array.from(rows.keys()).filter((i) => passes(rows[i]));
  const of = (values: Float64Array): Float64Array => Float64Array.from(kept, (i) => values[i]);
  return { name, rows: kept.map((i) => rows[i]), outcome: of(outcome), weight: of(weight) };
}

/** Loss of each row judged. */
export function lossesOf({ rows, outcome, weight }: Loss, effect: Float64Array): Float64Array {
  return outcome.map((value, i) => weight[i] * (value - effect[rows[i]]) ** 2);
}

export function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard error of a mean. */
export function errorOf(values: Float64Array): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
