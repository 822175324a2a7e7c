import type { Features } from '../../data/table.js';
import { leastSquaresShares } from '../../effects/conditional/shares.js';
import { fitLinear, type LinearModel, predictLinear } from '../../models/linear.js';
import type { Task } from '../../task.js';
import type { Design, Inputs } from './design.js';
import { learnMean, type MeanModel, predictMean, tryMean } from './means.js';

/** Chances of an exposure below this count as this where they divide in fits; what is judged is divided by chances as they are. */
const clip = 0.05;
/** A purchase that is expected this rarely says nothing of by what factor showing changes it. */
const rarest = 1e-3;

/** Ways to say what showing changes, that are put together by what they are worth. */
export const incrementKinds = ['difference', 'purchase x effect', 'doubly robust', 'one for all'] as const;

/** What increments are learned from; an array has one entry per row of the design. */
export interface IncrementLesson {
  readonly design: Design;
  /** Columns that effects differ by where they are a factor on purchases: those of `using`, and the item's own effect. */
  readonly factorColumns: ReadonlySet<string>;
  readonly shown: Uint8Array;
  readonly outcome: Float64Array;
  /** Chance of being shown. */
  readonly propensity: Float64Array;
  readonly seed: number;
}

/** Probability of a purchase without and with showing, and what showing changes. */
export interface Predicted {
  readonly without: Float64Array;
  readonly with: Float64Array;
  readonly increment: Float64Array;
}

/** A model of what showing an item to a user changes. */
export interface IncrementModel {
  readonly means: readonly [MeanModel, MeanModel];
  readonly factor: LinearModel;
  readonly regression: LinearModel;
  readonly average: number;
  /** Of the {@link incrementKinds}, 0 or more, at most 1 together: what is left is no effect at all. */
  readonly shares: readonly number[];
  readonly factorColumns: ReadonlySet<string>;
}

/**
 * Learns from `rows` what showing changes. Purchases are learned apart for shown and not shown, each row weighted by one over the chance of the
 * exposure that it had (inverse propensity). Four ways then say the increment: the difference of the two; expected purchase times a factor of
 * columns, `R = C(H) x M(X)`; a regression of doubly robust scores; and one for all. Their shares are those of least squared error for doubly
 * robust scores (Kennedy 2023) of `trial` rows, by fits to the others; then all is learned again from all.
 */
export function learnIncrements(
  lesson: IncrementLesson,
  rows: Int32Array,
  trial: Int32Array,
  task: Task,
): IncrementModel {
  const held = new Set(trial);
  const others = rows.filter((row) => !held.has(row));
  const tried = [0, 1].map((arm) => {
    const part = task.part(0.25 * arm, 0.25 * (arm + 1));
    return tryMean(meanLesson(lesson, arm), armRows(lesson, others, arm), armRows(lesson, trial, arm), part);
  }) as [MeanModel, MeanModel];
  const first = withMeans(lesson, tried, others, task.part(0.5, 0.55));
  const predicted = predictedMeans(tried, lesson.design, task.part(0.55, 0.6));
  const scores = scoresOf(lesson, predicted);
  const ways = waysOf(first, lesson.design, predicted).map((way) =>
    Float64Array.from(trial, (row) => way[row]),
  );
  const shares = leastSquaresShares(
    ways,
    Float64Array.from(trial, (row) => scores[row]),
  );
  const means = [0, 1].map((arm) => {
    const part = task.part(0.6 + 0.15 * arm, 0.6 + 0.15 * (arm + 1));
    return learnMean(meanLesson(lesson, arm), armRows(lesson, rows, arm), tried[arm], part);
  }) as [MeanModel, MeanModel];
  return { ...withMeans(lesson, means, rows, task.part(0.9, 1)), shares };
}

function meanLesson({ design, outcome, propensity, seed }: IncrementLesson, arm: number) {
  const weights = propensity.map((e) => 1 / Math.max(clip, arm === 1 ? e : 1 - e));
  return { design, y: outcome, weights, seed };
}

function armRows({ shown }: IncrementLesson, rows: Int32Array, arm: number): Int32Array {
  return rows.filter((row) => shown[row] === arm);
}

/** The ways that build upon the two means. */
function withMeans(
  lesson: IncrementLesson,
  means: readonly [MeanModel, MeanModel],
  rows: Int32Array,
  task: Task,
): Omit<IncrementModel, 'shares'> {
  const { design, factorColumns } = lesson;
  const predicted = predictedMeans(means, design, task.part(0, 0.2));
  const scores = scoresOf(lesson, predicted);
  const expected = expectedPurchase(predicted);
  const factor = fitLinear(
    someColumns(design.features, factorColumns),
    scores.map((score, row) => score / expected[row]),
    rows,
    { family: 'gaussian', weights: expected.map((c) => c * c) },
    task.part(0.2, 0.6),
  );
  const regression = fitLinear(design.features, scores, rows, { family: 'gaussian' }, task.part(0.6, 1));
  const average = rows.reduce((sum, row) => sum + scores[row], 0) / rows.length;
  return { means, factor, regression, average, factorColumns };
}

function predictedMeans(
  means: readonly [MeanModel, MeanModel],
  inputs: Inputs,
  task: Task,
): readonly [Float64Array, Float64Array] {
  return [predictMean(means[0], inputs, task.part(0, 0.5)), predictMean(means[1], inputs, task.part(0.5, 1))];
}

/** Probability of a purchase were it left to a coin whether the item is shown. */
function expectedPurchase([without, shown]: readonly [Float64Array, Float64Array]): Float64Array {
  return without.map((value, row) => Math.max(rarest, (value + shown[row]) / 2));
}

/** Doubly robust scores of what showing changes. */
function scoresOf(
  { outcome, propensity, shown }: IncrementLesson,
  [without, with_]: readonly [Float64Array, Float64Array],
): Float64Array {
  return outcome.map((y, row) => {
    const e = Math.min(1 - clip, Math.max(clip, propensity[row]));
    const left = shown[row] === 1 ? (y - with_[row]) / e : -(y - without[row]) / (1 - e);
    return with_[row] - without[row] + left;
  });
}

/** What each of the {@link incrementKinds} says of every row. */
function waysOf(
  model: Omit<IncrementModel, 'shares'>,
  inputs: Inputs,
  predicted: readonly [Float64Array, Float64Array],
): Float64Array[] {
  const expected = expectedPurchase(predicted);
  const factor = predictLinear(model.factor, someColumns(inputs.features, model.factorColumns));
  return [
    predicted[1].map((value, row) => value - predicted[0][row]),
    expected.map((c, row) => c * factor[row]),
    predictLinear(model.regression, inputs.features),
    new Float64Array(inputs.features.rows).fill(model.average),
  ];
}

function someColumns({ rows, list }: Features, names: ReadonlySet<string>): Features {
  return { rows, list: list.filter(({ name }) => names.has(name)) };
}

/** What the model says of every row. */
export function predictIncrements(model: IncrementModel, inputs: Inputs, task: Task): Predicted {
  const predicted = predictedMeans(model.means, inputs, task);
  task.check();
  const [without, shown] = predicted;
  const ways = waysOf(model, inputs, predicted);
  const increment = without.map((_, row) =>
    ways.reduce((sum, way, kind) => sum + model.shares[kind] * way[row], 0),
  );
  return { without, with: shown, increment };
}
