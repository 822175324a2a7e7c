import type { Features } from '../data/table.js';
import { type Attributions, attributeToSources } from '../explain/attributions.js';
import type { LearnerKind } from '../plan.js';
import { type Task, unwatched } from '../task.js';
import { type Library, notWritable } from '../trees/exchange/refusals.js';
import type { TreeEnsemble } from '../trees/model/ensemble.js';
import { packEnsemble, unpackEnsemble } from '../trees/model/format.js';
import { damaged, seal, unseal } from '../trees/model/sealed.js';
import type { LinearModel } from './linear.js';
import type { DesignTerm } from './linear-design.js';
import { attribute, explainsLogOdds, type Predictor, predictWith } from './predictor.js';

/** What stays of a model once it is fitted: enough to score and explain rows it has never seen. */
export interface FittedModel {
  readonly task: 'classification' | 'regression';
  readonly outcome: string;
  /** Classification: the value whose probability is predicted. */
  readonly positive?: string;
  readonly learner: LearnerKind;
  readonly predictor: Predictor;
}

/**
 * Probability of the positive value, or mean of the outcome, per row. Features are found by name, so any table with the
 * columns of training will do; throws InputError where one is absent.
 */
export function predictModel(model: FittedModel, features: Features, task: Task = unwatched): Float64Array {
  return predictWith(model.predictor, features, task);
}

/** Attributions of rows by source column: on the log odds for boosted trees and linear models of a yes or no. */
export function explainModel(
  model: FittedModel,
  features: Features,
  rows: Int32Array,
  task: Task,
): Attributions {
  const shap = attribute(model.predictor, features, rows, task);
  return attributeToSources(explained(model), shap, shap.features, rows.length);
}

/** `predicted spend`, `probability that purchased is true`, or `log odds that purchased is true`. */
function explained({ outcome, positive, predictor }: FittedModel): string {
  if (positive === undefined) return `predicted ${outcome}`;
  return `${explainsLogOdds(predictor) ? 'log odds' : 'probability'} that ${outcome} is ${positive}`;
}

/**
 * The trees of a model, for other libraries.
 * @throws InputError CS5043 where it has none
 */
export function treesOf({ predictor }: FittedModel, library: Library): TreeEnsemble {
  if (predictor.kind !== 'trees') throw notWritable(library, 'it is linear and has no trees');
  return predictor.ensemble;
}

/** A fitted model as bytes with magic, version and sha256. */
export function encodeModel(model: FittedModel): Uint8Array {
  const { predictor } = model;
  const packed =
    predictor.kind === 'trees' ? { kind: 'trees', ensemble: packEnsemble(predictor.ensemble) } : predictor;
  return seal('CSmodel ', { ...model, predictor: packed });
}

/** The model that {@link encodeModel} was given; throws InputError CS5005 for bytes that are none of its making. */
export function decodeModel(bytes: Uint8Array, task: Task = unwatched): FittedModel {
  const model = unseal('CSmodel ', bytes, task) as FittedModel | null;
  const learners: readonly unknown[] = ['tree', 'forest', 'boosted trees', 'linear', 'imported'];
  const whole =
    typeof model === 'object' &&
    model !== null &&
    (model.task === 'classification' || model.task === 'regression') &&
    typeof model.outcome === 'string' &&
    (model.positive === undefined || typeof model.positive === 'string') &&
    learners.includes(model.learner) &&
    typeof model.predictor === 'object' &&
    model.predictor !== null;
  if (!whole) throw damaged('it does not describe a model');
  const { outcome, positive, learner, predictor } = model;
  const kept: Predictor =
    predictor.kind === 'trees'
      ? { kind: 'trees', ensemble: unpackEnsemble(packedBytes(predictor.ensemble), task) }
      : { kind: 'linear', model: checkLinear(predictor.model) };
  return { task: model.task, outcome, positive, learner, predictor: kept };
}

function packedBytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw damaged('its trees are missing');
  return value;
}

/** A linear model that may come from anyone, whole in all its parts; throws InputError CS5005. */
export function checkLinear(value: unknown): LinearModel {
  const model = value as LinearModel | null;
  const whole =
    typeof model === 'object' &&
    model !== null &&
    (model.family === 'gaussian' || model.family === 'binomial') &&
    Number.isFinite(model.intercept) &&
    Number.isFinite(model.l2) &&
    Array.isArray(model.terms) &&
    Array.isArray(model.coefficients) &&
    model.coefficients.length === model.terms.length &&
    model.coefficients.every(Number.isFinite) &&
    model.terms.every(isTerm);
  if (!whole) throw damaged('its linear terms are not whole');
  return model;
}

function isTerm(value: unknown): value is DesignTerm {
  const term = value as DesignTerm | null;
  return (
    typeof term === 'object' &&
    term !== null &&
    typeof term.feature === 'string' &&
    (term.kind === 'number' ||
      term.kind === 'missing' ||
      (term.kind === 'level' && typeof term.level === 'string')) &&
    Number.isFinite(term.centre) &&
    Number.isFinite(term.scale) &&
    term.scale > 0
  );
}
