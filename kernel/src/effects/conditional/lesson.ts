import { joinFeatures } from '../../data/features.js';
import type { Features } from '../../data/table.js';
import { type Folds, rowsWhere } from '../../statistics/folds.js';
import { clip, pairPropensity } from '../estimators/estimand-weights.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Study } from '../study.js';
import { type RegressionInputs, regressionInputs } from './regression.js';

/** Mean outcomes without and with the treatment, by row of the sample. */
export type Means = readonly [untreated: Float64Array, treated: Float64Array];

/** One contrast of a study as learners of conditional effects see it: an array has one entry per row of the sample. */
export interface Lesson {
  /** Rows of the arm and of the baseline: what may be learned from. */
  readonly rows: Int32Array;
  /** 1 in the arm, else 0. */
  readonly treated: Uint8Array;
  readonly outcome: Float64Array;
  /** Cross-fitted probability of the arm among the arm and the baseline, kept from 0 and 1. */
  readonly propensity: Float64Array;
  /** Cross-fitted mean outcomes without and with the treatment. */
  readonly means: Means;
  /** Sample weights, where rows do not all count the same, and clusters whose rows depend on each other. */
  readonly weights?: Float64Array;
  readonly clusters?: Int32Array;
  readonly folds: Folds;
  /** What the effect may differ by. */
  readonly modifiers: RegressionInputs;
  /** Whether the means were fitted on all modifiers, too. */
  readonly meansKnowModifiers: boolean;
  /** What outcomes are regressed on for rows of a fold: confounders and modifiers, by fold where texts are among them. */
  readonly regressors: (fold: number) => RegressionInputs;
}

/** The contrast of arm `contrast` with the baseline. */
export function lessonOf(study: Study, nuisances: Nuisances, modifiers: Features, contrast: number): Lesson {
  const { sample, folds, covariates } = study;
  const { arm, outcome, weights, clusters } = sample;
  const known = new Map<Features, RegressionInputs>();
  const adjusted = new Set(covariates.inputs('outcome', 0).features.list.map(({ name }) => name));
  const others = modifiers.list.filter(({ name }) => !adjusted.has(name));
  return {
    rows: rowsWhere(arm, (a) => a === 0 || a === contrast),
    treated: Uint8Array.from(arm, (a) => (a === contrast ? 1 : 0)),
    outcome,
    propensity: Float64Array.from(arm, (_, row) =>
      Math.min(1 - clip, Math.max(clip, pairPropensity(nuisances.propensity, contrast, row))),
    ),
    means: [nuisances.outcome[0], nuisances.outcome[contrast]],
    weights,
    clusters: clusters?.of,
    folds,
    modifiers: regressionInputs(modifiers),
    meansKnowModifiers: others.length === 0,
    regressors(fold) {
      const { features } = covariates.inputs('outcome', fold);
      const found = known.get(features) ?? regressionInputs(joinFeatures(features, others));
      known.set(features, found);
      return found;
    },
  };
}

/** Treatment less its propensity. */
export function treatmentResidual({ treated, propensity }: Lesson): Float64Array {
  return propensity.map((e, row) => treated[row] - e);
}

/** Outcome less its mean given the confounders, whatever the arm. */
export function outcomeResidual({ outcome, propensity, means: [untreated, treated] }: Lesson): Float64Array {
  return outcome.map((y, row) => y - propensity[row] * treated[row] - (1 - propensity[row]) * untreated[row]);
}

/**
 * Doubly robust scores (Robins, Rotnitzky and Zhao 1994): their mean given the modifiers is the conditional effect where either the
 * propensities or the regressions are right.
 */
export function doublyRobustOutcome({ treated, outcome, propensity, means }: Lesson): Float64Array {
  return outcome.map((y, row) => {
    const own = treated[row];
    const chance = own === 1 ? propensity[row] : propensity[row] - 1;
    return means[1][row] - means[0][row] + (y - means[own][row]) / chance;
  });
}

/** Difference of the regressions of both arms. */
export function differenceOfMeans({ means: [untreated, treated] }: Lesson): Float64Array {
  return treated.map((mean, row) => mean - untreated[row]);
}

/** Each row's own outcome against the regression of the other arm. */
export function imputedEffects({ outcome, treated, means }: Lesson): Float64Array {
  return outcome.map((y, row) => (treated[row] === 1 ? y - means[0][row] : means[1][row] - y));
}
