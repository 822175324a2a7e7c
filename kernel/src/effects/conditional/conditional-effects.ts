import { selectRows } from '../../data/features.js';
import type { Features } from '../../data/table.js';
import type { Choice, Estimand, EstimatorKind } from '../../plan.js';
import { inputError } from '../../problem.js';
import type { Heterogeneity } from '../../result.js';
import { rowsWhere } from '../../statistics/folds.js';
import { histogram } from '../../statistics/histogram.js';
import { normalQuantile } from '../../statistics/normal.js';
import type { Task } from '../../task.js';
import {
  type CausalForest,
  type CausalForestOptions,
  fitCausalForest,
  outOfBagEffects,
  predictEffects,
} from '../../trees/forests/causal-forest.js';
import { binFeatures } from '../../trees/matrix/binning.js';
import { clip, pairPropensity } from '../estimators/doubly-robust.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Sample } from '../sample/sample.js';

/** Effects of one arm per row of the sample, with the variance of each. */
export interface ConditionalEffects {
  readonly forest: CausalForest;
  readonly effect: Float64Array;
  readonly variance: Float64Array;
}

/**
 * Honest causal forest of arm `contrast` against the baseline, on cross-fitted residuals of the rows of both:
 * `w - e(x)` and `y - m(x)`, where `m = e mu_a + (1 - e) mu_0` comes from the regressions that are there already.
 * Rows of the two arms get out-of-bag effects, rows of other arms the forest's prediction.
 */
export function fitConditionalEffects(
  sample: Sample,
  nuisances: Nuisances,
  features: Features,
  contrast: number,
  options: CausalForestOptions,
  task: Task,
): ConditionalEffects {
  const { arm, outcome, weights, clusters } = sample;
  if (features.list.length === 0) {
    throw inputError('CS6009', 'A causal forest needs effect modifiers: name some columns with `by`.');
  }
  const rows = rowsWhere(arm, (a) => a === 0 || a === contrast);
  const e = Float64Array.from(arm, (_, row) =>
    Math.min(1 - clip, Math.max(clip, pairPropensity(nuisances.propensity, contrast, row))),
  );
  const w = e.map((p, row) => (arm[row] === contrast ? 1 : 0) - p);
  const y = e.map(
    (p, row) => outcome[row] - p * nuisances.outcome[contrast][row] - (1 - p) * nuisances.outcome[0][row],
  );
  const growth = { ...options, weights, clusters: clusters?.of };
  const forest = fitCausalForest(binFeatures(features, {}, task), y, w, rows, growth, task);
  const others = rowsWhere(arm, (a) => a !== 0 && a !== contrast);
  const effect = new Float64Array(arm.length);
  const variance = new Float64Array(arm.length);
  const place = (at: Int32Array, found: { effect: Float64Array; variance: Float64Array }): void => {
    at.forEach((row, i) => {
      effect[row] = found.effect[i];
      variance[row] = found.variance[i];
    });
  };
  place(rows, outOfBagEffects(forest));
  if (others.length > 0) place(others, predictEffects(forest, selectRows(features, others)));
  return { forest, effect, variance };
}

/** Options of the forest among those written behind the estimator; unknown ones are the validator's business. */
export function forestOptions({ options }: Choice<EstimatorKind>, seed: number): CausalForestOptions {
  const number = (name: string): number | undefined => {
    const value = options[name];
    return typeof value === 'number' ? value : undefined;
  };
  const given = { trees: number('trees'), minLeaf: number('minLeaf'), mtry: number('mtry') };
  return { ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)), seed };
}

/** Summary of the conditional effects of the rows the estimand is about. */
export function heterogeneityOf(
  sample: Sample,
  conditional: ConditionalEffects,
  contrast: number,
  estimand: Estimand,
  level: number,
): Omit<Heterogeneity, 'groups'> {
  const rows = rowsWhere(sample.arm, (a) => estimand === 'ate' || a === contrast);
  const effects = Float64Array.from(rows, (row) => conditional.effect[row]);
  const sorted = effects.slice().sort();
  const at = (probability: number): number => sorted[Math.round(probability * (sorted.length - 1))];
  const z = normalQuantile(0.5 + level / 2);
  let positive = 0;
  let negative = 0;
  for (const row of rows) {
    const margin = z * Math.sqrt(conditional.variance[row]);
    if (conditional.effect[row] > margin) positive++;
    else if (conditional.effect[row] < -margin) negative++;
  }
  const n = rows.length;
  return {
    arm: sample.arms[contrast],
    distribution: histogram(effects, 30),
    quantiles: [0.05, 0.25, 0.5, 0.75, 0.95].map((probability) => ({ probability, value: at(probability) })),
    shares: { positive: positive / n, negative: negative / n, unclear: (n - positive - negative) / n },
  };
}
