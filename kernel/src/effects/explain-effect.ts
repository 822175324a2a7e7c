import type { Table } from '../data/table.js';
import type { GlobalAttribution } from '../result.js';
import type { Task } from '../task.js';
import type { TextDesign } from '../text/text-design.js';
import { shapOfEffects } from '../trees/tree-shap.js';
import { sumBySource } from './attribution.js';
import type { FittedEffect } from './fitted-effect.js';
import { fittedFeatures } from './fitted-features.js';

/** Attributions of the conditional effect of one arm, by source column: `base` plus a row's values is its effect. */
export interface EffectAttribution {
  /** `effect of coupon on purchased`. */
  readonly of: string;
  readonly base: number;
  readonly sources: readonly string[];
  /** One per row asked for. */
  readonly effects: Float64Array;
  /** Rows x sources, row-major. */
  readonly values: Float64Array;
  readonly global: GlobalAttribution;
}

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
): EffectAttribution {
  const of = effectName(fitted, contrast);
  const forest = fitted.forests[contrast];
  if (!forest) {
    const base = fitted.averages[contrast].estimate;
    const global = { of, base, rows: rows.length, sources: [] };
    return {
      of,
      base,
      sources: [],
      effects: new Float64Array(rows.length).fill(base),
      values: new Float64Array(0),
      global,
    };
  }
  const features = fittedFeatures(fitted, table, texts);
  const shap = shapOfEffects(forest, features, rows, task);
  return { of, ...sumBySource(of, shap, features, rows.length) };
}

/** `effect of coupon on purchased`, with the arm where there are several. */
export function effectName(
  fitted: Pick<FittedEffect, 'treatment' | 'outcome' | 'arms'>,
  contrast: number,
): string {
  const arm = fitted.arms.length > 2 ? ` (${fitted.arms[contrast + 1]})` : '';
  return `effect of ${fitted.treatment}${arm} on ${fitted.outcome}`;
}
