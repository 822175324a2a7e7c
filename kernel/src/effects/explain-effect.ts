import type { Features, Table } from '../data/table.js';
import { type Attributions, attributeToSources } from '../explain/attributions.js';
import type { Task } from '../task.js';
import type { TextDesign } from '../text/text-design.js';
import { sourcesAsPlayers } from '../trees/attribution/players.js';
import { shapOfEffects } from '../trees/attribution/shap-of-effects.js';
import type { Forest } from '../trees/forests/forest.js';
import type { FittedEffect } from './fitted-effect.js';
import { fittedFeatures } from './fitted-features.js';

/**
 * Explains the conditional effect of the contrast-th arm (0: the first but the baseline) for `rows` of a table.
 * Without a forest every row has the average effect, no source and no values.
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
  const forest = fitted.forests[contrast];
  if (!forest) {
    const constant = { base: fitted.averages[contrast].estimate, values: new Float64Array(0) };
    return attributeToSources(of, constant, [], rows.length);
  }
  const features = fittedFeatures(fitted, table, texts);
  return attributeForest(of, forest, features, rows, task);
}

/** Exact attributions of a forest's effects to the columns and texts its features come from. */
export function attributeForest(
  of: string,
  forest: Forest,
  features: Features,
  rows: Int32Array,
  task: Task,
): Attributions {
  const players = sourcesAsPlayers(forest.features);
  const { base, values } = shapOfEffects(forest, features, rows, task, players);
  const sources = players.names.map((source) => ({ source }));
  return attributeToSources(of, { base: base[0], values }, sources, rows.length);
}

/** `effect of coupon on purchased`, with the arm where there are several. */
export function effectName(
  fitted: Pick<FittedEffect, 'treatment' | 'outcome' | 'arms'>,
  contrast: number,
): string {
  const arm = fitted.arms.length > 2 ? ` (${fitted.arms[contrast + 1]})` : '';
  return `effect of ${fitted.treatment}${arm} on ${fitted.outcome}`;
}
