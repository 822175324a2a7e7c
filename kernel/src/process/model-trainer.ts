import { featuresOf } from '../data/features.js';
import type { Features } from '../data/table.js';
import { numberColumn } from '../data/write.js';
import { joinFeatures } from '../effects/select-rows.js';
import { fitModel } from '../models/fit-model.js';
import {
  decodeModel,
  encodeModel,
  explainModel,
  type FittedModel,
  predictModel,
} from '../models/fitted-model.js';
import { outcomeOf } from '../models/outcome.js';
import type { ModelStep } from '../plan.js';
import { inputError } from '../problem.js';
import type { ModelResult } from '../result.js';
import { modelFeatures, type NamedHead, textFeature } from './model-features.js';
import type { Inputs, Trainer } from './trainer.js';

interface Fitted {
  readonly model: FittedModel;
  readonly heads: readonly NamedHead[];
}

interface Packed {
  readonly model: Uint8Array;
  readonly heads: readonly NamedHead[];
}

/** Fits models; a score is the predicted mean, or the probability of the positive value. */
export const modelTrainer: Trainer<ModelStep, ModelResult, Fitted> = {
  learn(step, inputs, provenance, task) {
    const { name, parameters } = step;
    const { table } = inputs;
    const { learner, seed } = parameters;
    const column = table.columns.get(parameters.outcome);
    if (!column) {
      const message = `The data has no column "${parameters.outcome}", which "${name}" predicts.`;
      throw inputError('CS1132', message, { column: parameters.outcome });
    }
    const outcome = outcomeOf(column);
    const { features, learning, perFold, folds, heads } = modelFeatures(
      step,
      inputs,
      outcome,
      task.part(0, 0.4),
    );
    const { foldOf } = folds;
    const types = new Map([...table.columns.values()].map((each) => [each.name, each.type]));
    const request = {
      name,
      outcome,
      learner,
      features,
      learning,
      perFold,
      foldOf,
      folds: folds.folds,
      seed,
      types,
    };
    const {
      fitted,
      outOfSample: _,
      ...finding
    } = fitModel({ ...request, heldOut: table.heldOut }, task.part(0.4, 1));
    return { result: { ...finding, provenance }, fitted: { model: fitted, heads } };
  },

  score(step, { model, heads }, inputs) {
    return [numberColumn(step.name, predictModel(model, scoringFeatures(step, heads, inputs)))];
  },

  explain(step, { model, heads }, inputs, rows, task) {
    return [explainModel(model, scoringFeatures(step, heads, inputs), rows, task)];
  },

  pack({ model, heads }): Packed {
    return { model: encodeModel(model), heads };
  },

  unpack(value) {
    const { model, heads } = value as Packed;
    return { model: decodeModel(model), heads };
  },
};

function scoringFeatures(step: ModelStep, heads: readonly NamedHead[], { table, texts }: Inputs): Features {
  const scores = texts.map((text, i) => textFeature(text, heads[i]!.head));
  return joinFeatures(featuresOf(table, step.parameters.features), scores);
}
