import type { ColumnType, Features } from '../data/table.js';
import type { Choice, LearnerKind } from '../plan.js';
import { inputError } from '../problem.js';
import type { Metric, ModelResult } from '../result.js';
import { createRandom, sampleSorted } from '../statistics/random.js';
import type { Task } from '../task.js';
import type { TreeEnsemble } from '../trees/model/ensemble.js';
import { counted, figure, percent } from '../words/phrases.js';
import { calibrate } from './calibration.js';
import { explainModel, type FittedModel } from './fitted-model.js';
import { measure } from './metrics.js';
import type { Outcome } from './outcome.js';
import { fitPredictor, type Predictor, predictWith } from './predictor.js';
import { sortScored } from './scored.js';
import { drawTree } from './tree-drawing.js';
import type { Units } from './units.js';

/** Rows that the global attribution is averaged over, at most. */
const mostExplained = 2000;

/**
 * What a model is fitted from. Every feature set has one entry per row of the table, held-out rows among them.
 *
 * Where a text takes part, its scores must be out of sample for whatever learns from them, hence three sets; without a
 * text, `features` is all there is:
 * - `features` is for scoring: heads fitted on all training rows. Metrics on held-out rows use it.
 * - `learning` is for the final fit: the score of a training row in fold j from heads that never saw fold j (the diagonal of
 *   `nestedScores`: `scores[foldOf[row]][row]`); on scores of heads that saw the row itself the trees would trust the
 *   text too much.
 * - `perFold(k)` is for the prediction of fold k in cross-validation: `nestedScores(...)[k]`. Never called where the table
 *   has held-out rows.
 */
export interface ModelRequest {
  readonly name: string;
  readonly outcome: Outcome;
  readonly learner: Choice<LearnerKind>;
  /** What the learner `imported` has learned elsewhere: it is measured on all rows, or on the held-out ones. */
  readonly imported?: TreeEnsemble;
  readonly features: Features;
  readonly learning?: Features;
  readonly perFold?: (fold: number) => Features;
  /** Fold of each row, 0 to `folds - 1`; the same that the text scores were made with. */
  readonly foldOf: Int8Array;
  readonly folds: number;
  /** Units of the rows, where some may have several: the search for a number of rounds keeps them whole. */
  readonly units?: Units;
  /** 1 for a row that is only measured on; absent: metrics by cross-validation. */
  readonly heldOut?: Uint8Array;
  readonly seed: number;
  /** Types of source columns, for the questions of a drawn tree. */
  readonly types?: ReadonlyMap<string, ColumnType>;
}

/** The result but its provenance, the model itself, and the predictions the metrics were measured on. */
export interface ModelEstimate extends Omit<ModelResult, 'provenance'> {
  readonly fitted: FittedModel;
  /** One per row of the table, each from a model that did not learn from the row; NaN where there is none. */
  readonly outOfSample: Float64Array;
}

/**
 * Fits a learner on the training rows whose outcome is known and measures it on rows it did not learn from: the held-out
 * ones, or, where there are none, by cross-validation. Everything random follows from the seed.
 *
 * @throws InputError CS5013 where fewer than 10 rows can be learned from
 */
export function fitModel(request: ModelRequest, task: Task): ModelEstimate {
  const { outcome, heldOut, features } = request;
  const present = Array.from(outcome.values.keys()).filter((row) => !Number.isNaN(outcome.values[row]));
  const training = Int32Array.from(present.filter((row) => heldOut?.[row] !== 1));
  if (training.length < 10) {
    const message = `A model learns from 10 rows or more; those with a known ${outcome.name} are ${training.length}.`;
    throw inputError('CS5013', message, { column: outcome.name });
  }
  const warnings: string[] = [];
  const missing = outcome.values.length - present.length;
  if (missing > 0)
    warnings.push(
      `${counted(missing, 'row')} without a value of ${outcome.name} ${missing === 1 ? 'was' : 'were'} left out.`,
    );

  if (request.imported) {
    warnings.push(
      'Nothing says which rows the imported model learned from: on rows it has seen, it looks better than it is.',
    );
  }
  const measured = heldOut ? Int32Array.from(present.filter((row) => heldOut[row] === 1)) : training;
  const final = fitOn(request, request.learning ?? features, training, task.part(0, heldOut ? 0.8 : 0.2));
  if (final.sampled !== undefined) {
    warnings.push(
      `The tree chose its questions on a sample of ${final.sampled} rows; its numbers come from all rows.`,
    );
  }
  const outOfSample =
    heldOut || request.imported
      ? only(measured, predictWith(final.predictor, features, task))
      : crossValidate(request, training, task.part(0.2, 0.8));
  const fitted = fittedModel(request, final.predictor);
  return {
    ...describe(request, fitted, training, measured, outOfSample, warnings, task.part(0.8, 1)),
    fitted,
    outOfSample,
  };
}

function fitOn(request: ModelRequest, features: Features, rows: Int32Array, task: Task) {
  const { learner, outcome, seed, units, imported } = request;
  const classification = outcome.task === 'classification';
  const y = outcome.values;
  return fitPredictor({ learner, classification, features, y, rows, seed, units, imported }, task);
}

function crossValidate(request: ModelRequest, rows: Int32Array, task: Task): Float64Array {
  const { features, perFold, foldOf, folds } = request;
  const predictions = new Float64Array(features.rows).fill(Number.NaN);
  for (let fold = 0; fold < folds; fold++) {
    const part = task.part(fold / folds, (fold + 1) / folds);
    const learn = rows.filter((row) => foldOf[row] !== fold);
    const inFold = rows.filter((row) => foldOf[row] === fold);
    if (learn.length === 0 || inFold.length === 0) continue;
    const seen = perFold ? perFold(fold) : features;
    const { predictor } = fitOn(request, seen, learn, part);
    const predicted = predictWith(predictor, seen, part);
    for (const row of inFold) predictions[row] = predicted[row];
  }
  return predictions;
}

function only(rows: Int32Array, values: Float64Array): Float64Array {
  const kept = new Float64Array(values.length).fill(Number.NaN);
  for (const row of rows) kept[row] = values[row];
  return kept;
}

function fittedModel({ outcome, learner }: ModelRequest, predictor: Predictor): FittedModel {
  const { task, name, positive } = outcome;
  return { task, outcome: name, positive, learner: learner.kind, predictor };
}

function describe(
  request: ModelRequest,
  fitted: FittedModel,
  training: Int32Array,
  measured: Int32Array,
  outOfSample: Float64Array,
  warnings: string[],
  task: Task,
): Omit<ModelResult, 'provenance'> {
  const { outcome, heldOut, learner, seed, features } = request;
  const rows = measured.filter((row) => !Number.isNaN(outOfSample[row]));
  const pick = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]);
  const scored = sortScored(pick(outOfSample), pick(outcome.values));
  const metrics = measure(outcome.task, scored, seed, task.part(0, 0.5));
  const split = heldOut ? 'held out' : request.imported ? 'given' : 'cross-validated';
  if (rows.length === 0)
    warnings.push(`No ${split} row has a known ${outcome.name}: the model was not measured.`);
  else if (outcome.task === 'classification' && !metrics.some((metric) => metric.name === 'AUC')) {
    warnings.push(`All ${split} rows have the same ${outcome.name}: there is no AUC.`);
  }
  const explained = sampleSorted(training, Math.min(mostExplained, training.length), createRandom(seed, 14));
  const ensemble = fitted.predictor.kind === 'trees' ? fitted.predictor.ensemble : undefined;
  return {
    kind: 'model',
    name: request.name,
    task: outcome.task,
    outcome: outcome.name,
    learner: learner.kind,
    n: training.length,
    metrics: [{ split, n: rows.length, metrics }],
    calibration: outcome.task === 'classification' ? calibrate(scored) : [],
    attribution: explainModel(fitted, features, explained, task.part(0.5, 1)).global,
    ...(learner.kind === 'tree' && ensemble ? { tree: drawTree(ensemble, request.types) } : {}),
    sentence: sentenceFor(request, training.length, split, rows.length, metrics),
    warnings,
  };
}

/** `The boosted trees learned from 800 rows; on 200 held out rows ...`. */
function sentenceFor(
  request: ModelRequest,
  learned: number,
  split: string,
  n: number,
  metrics: readonly Metric[],
): string {
  const { outcome, learner } = request;
  const find = (name: Metric['name']): Metric | undefined => metrics.find((metric) => metric.name === name);
  const start = request.imported
    ? `The model for ${outcome.name} was imported`
    : `The ${learner.kind} for ${outcome.name} learned from ${counted(learned, 'row')}`;
  const where = `on ${counted(n, `${split} row`)}`;
  const auc = find('AUC');
  if (auc) {
    const interval = `${figure(auc.interval[0])} to ${figure(auc.interval[1])}`;
    return `${start}; ${where} it ranks a ${outcome.positive} above another ${percent(auc.value)} of the time (AUC ${figure(auc.value)}, ${interval}).`;
  }
  const rmse = find('RMSE');
  const r2 = find('R2');
  if (!rmse) return `${start}.`;
  const share = r2 ? ` and explains ${percent(Math.max(0, r2.value))} of the variance` : '';
  return `${start}; ${where} it is off by ${figure(rmse.value)} (root mean square)${share}.`;
}
