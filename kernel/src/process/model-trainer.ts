import { numberColumn } from '../data/output-column.js';
import { estimateModel } from '../models/estimate-model.js';
import {
  decodeModel,
  encodeModel,
  explainModel,
  type FittedModel,
  predictModel,
  treesOf,
} from '../models/fitted-model.js';
import { checkInputs, type ModelInputs, modelFeatures } from '../models/model-inputs.js';
import type { ModelStep } from '../plan.js';
import type { ModelResult } from '../result.js';
import { notWritable } from '../trees/exchange/refusals.js';
import type { Trainer } from './trainer.js';

/** A model, and what it reads of a table. */
export interface FittedStep {
  readonly model: FittedModel;
  readonly inputs: ModelInputs;
}

interface Packed {
  readonly model: Uint8Array;
  readonly inputs: ModelInputs;
}

/** Fits models; a score is the predicted mean, or the probability of the positive value. */
export const modelTrainer: Trainer<ModelStep, ModelResult, FittedStep> = {
  learn({ name, parameters }, { table, texts, unit, imported }, provenance, task) {
    const request = { name, table, texts, parameters, unit, imported };
    const { fitted, inputs, outOfSample: _, ...finding } = estimateModel(request, task);
    return { result: { ...finding, provenance }, fitted: { model: fitted, inputs } };
  },

  reads({ inputs: { columns, texts } }) {
    return { columns, texts: texts.map(({ name }) => name) };
  },

  score({ name }, { model, inputs }, { table, texts }, task) {
    return [numberColumn(name, predictModel(model, modelFeatures(inputs, table, texts), task))];
  },

  explain(_, { model, inputs }, { table, texts }, rows, task) {
    return [explainModel(model, modelFeatures(inputs, table, texts), rows, task)];
  },

  trees({ model, inputs }, library) {
    if (inputs.texts.length > 0) {
      const names = inputs.texts.map(({ name }) => name).join(', ');
      throw notWritable(
        library,
        `it reads scores of ${names}, which are made here alone; score files with \`causal score\``,
      );
    }
    return treesOf(model, library);
  },

  pack({ model, inputs }): Packed {
    return { model: encodeModel(model), inputs };
  },

  unpack(value, task) {
    const { model, inputs } = value as Packed;
    return { model: decodeModel(model, task), inputs: checkInputs(inputs) };
  },
};
