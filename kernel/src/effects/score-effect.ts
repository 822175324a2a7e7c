import type { Table } from '../data/table.js';
import { normalQuantile } from '../statistics/normal.js';
import type { Task } from '../task.js';
import type { TextDesign } from '../text/text-design.js';
import { predictEffectModel } from './conditional/effect-model.js';
import type { FittedEffect } from './fitted-effect.js';
import { fittedFeatures } from './fitted-features.js';

/** Effect of one arm against the baseline for every row of a table. */
export interface ArmScores {
  readonly arm: string;
  readonly effect: Float64Array;
  /** Ends of the row's own interval at the level of the effect. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Conditional effects of rows that may be new, one {@link ArmScores} per arm but the baseline. Without a model
 * every row has the average effect and its interval. `texts` holds at least the texts of `fitted`.
 * Throws InputError where a column is absent or of another kind than in training.
 */
export function scoreEffect(
  fitted: FittedEffect,
  table: Table,
  texts: readonly TextDesign[],
  task: Task,
): ArmScores[] {
  const z = normalQuantile(0.5 + fitted.level / 2);
  const features = fitted.models.length > 0 ? fittedFeatures(fitted, table, texts) : undefined;
  return fitted.arms.slice(1).map((arm, contrast) => {
    task.report(contrast / (fitted.arms.length - 1));
    const model = fitted.models[contrast];
    const average = fitted.averages[contrast];
    const { effect, variance } =
      model && features
        ? predictEffectModel(model, features, task)
        : {
            effect: new Float64Array(table.rows).fill(average.estimate),
            variance: new Float64Array(table.rows).fill(average.stdError ** 2),
          };
    const margin = variance.map((v) => z * Math.sqrt(v));
    return {
      arm,
      effect,
      low: effect.map((value, i) => value - margin[i]),
      high: effect.map((value, i) => value + margin[i]),
    };
  });
}
