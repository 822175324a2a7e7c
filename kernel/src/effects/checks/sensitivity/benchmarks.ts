import { joinFeatures } from '../../../data/features.js';
import type { Feature, Features } from '../../../data/table.js';
import { rowsWhere } from '../../../statistics/folds.js';
import { createRandom, sampleSorted } from '../../../statistics/random.js';
import type { Task } from '../../../task.js';
import { withSplines } from '../../nuisances/splines.js';
import type { Study } from '../../study.js';
import { outcomeGains, propensitiesWithout } from './leave-out.js';
import { meanSquare, representerOf } from './representer.js';
import type { Strength } from './strength.js';

/** Rows that tell the strengths of columns well enough. */
const mostRows = 20_000;

/** How strong a confounder would be that is to the observed covariates what one of them is to the others. */
export interface Benchmark extends Strength {
  /** Column, or text, that is adjusted for. */
  readonly column: string;
}

/**
 * Strengths of everything adjusted for, each found by leaving it out of a regression of the outcome (in each arm) and of the propensity on
 * the covariates and their curves: the gains in R2, and in the mean square of the Riesz representer, that it brings, relative to what is
 * there without it (Chernozhukov et al. 2022, section 6; Cinelli and Hazlett 2020, section 4.4). What columns do only together is not seen.
 */
export function benchmarksOf(study: Study, contrast: number, task: Task): Benchmark[] {
  const { sample, parameters, covariates } = study;
  const { adjustment, texts, estimand, seed } = parameters;
  const { arm, outcome } = sample;
  const both = rowsWhere(arm, (a) => a === 0 || a === contrast);
  const rows = sampleSorted(both, mostRows, createRandom(seed, 5));
  const inputs = (scores: readonly Feature[]): Features =>
    withSplines(joinFeatures(covariates.columns, scores));

  const regressors = inputs(covariates.outcomeScores);
  const gains = [contrast, 0].map((own, i) => {
    const inArm = rows.filter((row) => arm[row] === own);
    return {
      share: inArm.length / rows.length,
      bySource: outcomeGains(regressors, outcome, inArm, task.part(i / 4, (i + 1) / 4)),
    };
  });
  const treated = Float64Array.from(arm, (a) => (a === contrast ? 1 : 0));
  const propensities = propensitiesWithout(
    inputs(covariates.treatmentScores),
    treated,
    rows,
    task.part(0.5, 1),
  );
  const norm = (p: Float64Array): number =>
    meanSquare(representerOf([p.map((value) => 1 - value), p], 1, estimand));
  const full = norm(propensities.all);
  const gainOfTreatment = (column: string): number => {
    const without = propensities.without.get(column);
    // Less what coefficients without meaning would add, as for the outcome.
    return without ? full / norm(without.propensity) - 1 - without.freedom / rows.length : 0;
  };
  const gainOfOutcome = (column: string): number =>
    gains.reduce((sum, { share, bySource }) => sum + share * (bySource.get(column) ?? 0), 0);
  const share = (gain: number): number => Math.min(1, Math.max(0, gain));
  return [...adjustment, ...texts.map((text) => text.name)].map((column) => ({
    column,
    outcome: share(gainOfOutcome(column)),
    treatment: share(gainOfTreatment(column)),
  }));
}
