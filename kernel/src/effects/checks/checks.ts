import type { Features } from '../../data/table.js';
import type { BalanceRow, Check, Overlap } from '../../result.js';
import type { Task } from '../../task.js';
import { estimandWeights } from '../estimators/doubly-robust.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { EffectRequest } from '../request.js';
import type { Sample } from '../sample/sample.js';
import { balanceCheck, balanceOf } from './balance.js';
import { overlapCheck, overlapOf } from './overlap.js';
import { placeboCheck } from './placebo.js';

/** What speaks for and against an estimate, and the tables behind it. */
export interface Diagnosis {
  readonly checks: readonly Check[];
  readonly overlap: readonly Overlap[];
  readonly balance: readonly BalanceRow[];
}

/**
 * Overlap and balance of every contrast, and the checks asked for.
 *
 * @param fitted propensities and regressions given the covariates
 * @param used nuisances the estimate was made with: constants for a difference in means, whose weights balance nothing
 * @param features covariates whose balance is measured
 */
export function diagnose(
  parameters: EffectRequest['parameters'],
  sample: Sample,
  fitted: Nuisances,
  used: Nuisances,
  features: Features,
  task: Task,
): Diagnosis {
  const { treatment, estimand, checks: asked, level, seed } = parameters;
  const contrasts = sample.arms.slice(1).map((_, i) => i + 1);
  const overlap = contrasts.map((contrast) => overlapOf(sample, fitted.propensity, contrast, estimand));
  const weights = contrasts.map((contrast) => contrastWeights(sample, used, contrast, estimand));
  const balance = contrasts.flatMap((contrast, i) => balanceOf(sample, features, weights[i], contrast));
  const checks = asked.map((check) => {
    if (check === 'overlap') return overlapCheck(overlap, estimand, treatment);
    if (check === 'balance') return balanceCheck(balance, sample);
    return placeboCheck(sample, used, estimand, level, seed, task);
  });
  return { checks, overlap, balance };
}

/** Weights of the estimand for the rows of an arm and of the baseline, 0 for others. */
function contrastWeights(
  { arm }: Sample,
  { propensity }: Nuisances,
  contrast: number,
  estimand: 'ate' | 'att',
): Float64Array {
  const treated = estimandWeights(arm, contrast, contrast, propensity, estimand);
  const untreated = estimandWeights(arm, 0, contrast, propensity, estimand);
  return treated.map((w, row) => w + untreated[row]);
}
