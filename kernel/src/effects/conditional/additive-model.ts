import type { Features } from '../../data/table.js';
import { type LinearModel, linearAttributions, predictLinear } from '../../models/linear.js';
import type { Task } from '../../task.js';
import { sourcesAsPlayers } from '../../trees/attribution/players.js';
import { shapOfEffects } from '../../trees/attribution/shap-of-effects.js';
import { treeShap } from '../../trees/attribution/tree-shap.js';
import { predictEffects } from '../../trees/forests/causal-forest.js';
import type { Forest } from '../../trees/forests/forest.js';
import type { TreeEnsemble } from '../../trees/model/ensemble.js';
import { predict } from '../../trees/model/predict.js';

/** A linear model (on features with their curves), boosted trees or a causal forest, times a weight. */
export type Part =
  | { readonly kind: 'linear'; readonly weight: number; readonly model: LinearModel }
  | { readonly kind: 'trees'; readonly weight: number; readonly ensemble: TreeEnsemble }
  | { readonly kind: 'forest'; readonly weight: number; readonly forest: Forest };

/**
 * A function of the features that is a sum: `constant + sum(weight * part)`. Attributions of a sum are the sum of attributions,
 * so that whatever is written this way is explained exactly.
 */
export interface AdditiveModel {
  readonly constant: number;
  readonly parts: readonly Part[];
}

/** Rows to be predicted: the features, and these with the curves of the linear parts. */
export interface Inputs {
  readonly features: Features;
  readonly curves: Features;
}

/** Value of the model for every row. */
export function predictAdditive(model: AdditiveModel, inputs: Inputs, task: Task): Float64Array {
  const total = new Float64Array(inputs.features.rows).fill(model.constant);
  for (const part of model.parts) {
    const values = predictPart(part, inputs, task);
    for (let row = 0; row < total.length; row++) total[row] += part.weight * values[row];
  }
  return total;
}

/** `sum(weight * model)`; parts of weight 0 are left out. */
export function addModels(
  models: readonly { readonly weight: number; readonly model: AdditiveModel }[],
): AdditiveModel {
  return {
    constant: models.reduce((sum, { weight, model }) => sum + weight * model.constant, 0),
    parts: models.flatMap(({ weight, model }) =>
      model.parts
        .map((part): Part => ({ ...part, weight: weight * part.weight }))
        .filter((part) => part.weight !== 0),
    ),
  };
}

/** Attributions of one model to source columns: `base` plus the values of a row is its prediction, exactly. */
export interface SourceShares {
  readonly base: number;
  readonly sources: readonly string[];
  /** Rows x sources, row-major. */
  readonly values: Float64Array;
}

/** Shapley values of `rows` by source column; those of a linear part are its own terms, those of trees follow TreeSHAP. */
export function attributeAdditive(
  model: AdditiveModel,
  inputs: Inputs,
  rows: Int32Array,
  task: Task,
): SourceShares {
  const sources = [...new Set(inputs.features.list.map(({ source }) => source))];
  const values = new Float64Array(rows.length * sources.length);
  let base = model.constant;
  for (const part of model.parts) {
    const own = attributePart(part, inputs, rows, task);
    base += part.weight * own.base;
    const place = own.sources.map((source) => sources.indexOf(source));
    for (let i = 0; i < rows.length; i++) {
      for (let j = 0; j < place.length; j++)
        values[i * sources.length + place[j]] += part.weight * own.values[i * place.length + j];
    }
  }
  return { base, sources, values };
}

function predictPart(part: Part, { features, curves }: Inputs, task: Task): Float64Array {
  switch (part.kind) {
    case 'linear':
      return predictLinear(part.model, curves);
    case 'trees':
      return predict(part.ensemble, features, task);
    case 'forest':
      return predictEffects(part.forest, features, task).effect;
  }
}

function attributePart(part: Part, { features, curves }: Inputs, rows: Int32Array, task: Task): SourceShares {
  switch (part.kind) {
    case 'linear': {
      const { base, values } = linearAttributions(part.model, curves, rows);
      return { base, values, sources: curves.list.map(({ source }) => source) };
    }
    case 'trees': {
      const players = sourcesAsPlayers(part.ensemble.features);
      const { base, values } = treeShap(part.ensemble, features, rows, task, players);
      return { base: base[0], values, sources: players.names };
    }
    case 'forest': {
      const players = sourcesAsPlayers(part.forest.features);
      const { base, values } = shapOfEffects(part.forest, features, rows, task, players);
      return { base: base[0], values, sources: players.names };
    }
  }
}
