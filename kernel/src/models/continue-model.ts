import type { Table } from '../data/table.js';
import type { ModelStep } from '../plan.js';
import type { Metric } from '../result.js';
import type { Task } from '../task.js';
import { roundsOf } from '../trees/model/ensemble.js';
import { type FittedModel, predictModel } from './fitted-model.js';
import { measure } from './metrics.js';
import { type ModelInputs, modelFeatures } from './model-inputs.js';
import { outcomeOf } from './outcome.js';
import { continueBoosted } from './predictor.js';
import { sortScored } from './scored.js';

/** Fewest rounds that are added: less is hardly a step at the usual learning rate. */
const leastRounds = 10;

/** A model, and the data that it is to learn more from. */
export interface ContinueRequest {
  readonly parameters: ModelStep['parameters'];
  /** Of boosted trees, without texts. */
  readonly model: FittedModel;
  readonly inputs: ModelInputs;
  /** Rounds that the model has beyond those of its fit from scratch. */
  readonly added: number;
  /** Rows that the model has learned from: all of them are among the training rows of the table. */
  readonly learnt: number;
  readonly table: Table;
}

/** What became of a model, measured beside it on the held-out rows. */
export interface Continuation {
  readonly model: FittedModel;
  /** Rounds that were added, and those of the fit from scratch. */
  readonly rounds: number;
  readonly fresh: number;
  /** Rows learned from, those among them that the model had not seen, and held-out rows. */
  readonly n: number;
  readonly unseen: number;
  readonly tested: number;
  /** On the same rows, before and after. */
  readonly before: readonly Metric[];
  readonly after: readonly Metric[];
}

/**
 * Boosts a model on from what it says of the training rows, old and new: as many rounds as its fit from scratch had, times the
 * share of training rows that it has not seen. Old rows take part, since rounds on new ones alone would forget them. The same
 * model, table and seed give the same trees.
 *
 * @returns why not, where the data do not allow it; nothing where no training row is new
 */
export function continueModel(request: ContinueRequest, task: Task): Continuation | string | undefined {
  const { parameters, model, inputs, added, learnt, table } = request;
  const { learner, seed } = parameters;
  const column = table.columns.get(parameters.outcome);
  if (model.predictor.kind !== 'trees' || !column) return 'what was kept of it is no model of these data';
  const { ensemble } = model.predictor;
  const outcome = outcomeOf(column, table.sourceRow);
  if (outcome.task !== model.task || outcome.positive !== model.positive)
    return `its outcome ${outcome.name} is no longer what it was in training`;
  const known = Int32Array.from(outcome.values.keys()).filter((row) => !Number.isNaN(outcome.values[row]));
  const rows = known.filter((row) => table.heldOut?.[row] !== 1);
  const tested = known.filter((row) => table.heldOut?.[row] === 1);
  if (tested.length === 0) return `no held-out row has a known ${outcome.name} to measure it on`;
  const unseen = rows.length - learnt;
  if (unseen <= 0) return undefined;
  const fresh = roundsOf(ensemble) - added;
  const rounds = Math.max(leastRounds, Math.round((fresh * unseen) / rows.length));
  const features = modelFeatures(inputs, table, []);
  const classification = outcome.task === 'classification';
  const lesson = { learner, classification, features, y: outcome.values, rows, seed };
  const further = continueBoosted(lesson, ensemble, rounds, task.part(0, 0.7));
  const continued: FittedModel = { ...model, predictor: { kind: 'trees', ensemble: further } };
  const pick = (values: Float64Array): Float64Array => Float64Array.from(tested, (row) => values[row]);
  const measured = (each: FittedModel, part: Task): Metric[] => {
    const scored = sortScored(pick(predictModel(each, features, part)), pick(outcome.values));
    return measure(outcome.task, scored, seed, part);
  };
  return {
    model: continued,
    ...{ rounds: roundsOf(further) - roundsOf(ensemble), fresh },
    ...{ n: rows.length, unseen, tested: tested.length },
    before: measured(model, task.part(0.7, 0.85)),
    after: measured(continued, task.part(0.85, 1)),
  };
}
