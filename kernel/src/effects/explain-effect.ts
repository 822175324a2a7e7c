import type { Features, Table } from '../data/table.js';
import { type Attributions, attributeToSources } from '../explain/attributions.js';
import type { Task } from '../task.js';
import type { TextDesign } from '../text/text-design.js';
import { type EffectModel, explainEffectModel } from './conditional/effect-model.js';
import type { FittedEffect } from './fitted-effect.js';
import { fittedFeatures } from './fitted-features.js';

/**
 * Explains the conditional effect of the contrast-th arm (0: the first but the baseline) for `rows` of a table.
 * Without a model every row has the average effect, no source and no values.
 */
export function explainEffect(
  fitted: FittedEffect,
  table: Table,
  texts: readonly TextDesign[],
  rows: Int32Array,
  contrast: number,
  task: Task,
): Attributions {
  const of = effectName(fitted, contrast);
  const model = fitted.models[contrast];
  if (!model) {
    const constant = { base: fitted.averages[contrast].estimate, values: new Float64Array(0) };
    return attributeToSources(of, constant, [], rows.length);
  }
  const features = fittedFeatures(fitted, table, texts);
  return attributeModel(of, model, features, rows, task);
}

/** Exact attributions of a model's effects to the columns and texts its features come from. */
export function attributeModel(
  of: string,
  model: EffectModel,
  features: Features,
  rows: Int32Array,
  task: Task,
): Attributions {
  const { base, sources, values } = explainEffectModel(model, features, rows, task);
  const owners = sources.map((source) => ({ source }));
  return attributeToSources(of, { base, values }, owners, rows.length);
}

/** `effect of coupon on purchased`, with the arm where there are several. */
export function effectName(
  fitted: Pick<FittedEffect, 'treatment' | 'outcome' | 'arms'>,
  contrast: number,
): string {
  const arm = fitted.arms.length > 2 ? ` (${fitted.arms[contrast + 1]})` : '';
  return `effect of ${fitted.treatment}${arm} on ${fitted.outcome}`;
}
