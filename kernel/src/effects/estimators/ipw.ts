import type { Estimand } from '../../plan.js';
import { type LogisticPropensities, logisticPropensities } from '../nuisances/logistic-propensities.js';
import { clippingWarnings } from './clipping.js';
import type { Assignment } from './doubly-robust.js';
import { estimandPopulation, estimandWeights, weightOf } from './estimand-weights.js';
import type { Estimator } from './estimator.js';
import { oncePerStudy } from './once.js';
import type { Scores } from './scores.js';

const propensitiesOf = oncePerStudy(logisticPropensities);

/**
 * Inverse propensity weighting: the mean outcome of each arm, weighted so that the arm stands for whom the estimand is about:
 * `sum(w y) / sum(w)` with `w = 1 / p` (ATE), the odds (ATT, ATC) or the propensity of the other arm (overlap population). Weights are
 * stabilised (Hajek 1971) unless the option `stabilised false` asks for `sum(w y) / n` (Horvitz and Thompson 1952), which a single large
 * weight can throw off. Option `trim` leaves out rows without overlap.
 *
 * Propensities are those of {@link logisticPropensities}, and errors know that they were estimated: for the ATE ignoring that would
 * overstate the error, for the ATT and the overlap population it can go either way (Lunceford and Davidian 2004; Reifeis and
 * Hudgens 2022). Supposes that the log odds of the treatment are linear in the covariates and their curves; nothing mends it
 * where they are not (the doubly robust estimators do).
 */
export const ipw: Estimator = {
  nuisances: (study, task) => ({
    propensity: propensitiesOf(study, task).propensity,
    outcome: study.constants().outcome,
  }),
  estimate(study, contrast, task) {
    const { sample, parameters } = study;
    const { estimand, estimator } = parameters;
    const fitted = propensitiesOf(study, task);
    const stabilised = estimator.options.stabilised !== false || estimand === 'overlap';
    return {
      scores: weightedScores(sample, fitted, contrast, estimand, stabilised),
      warnings: clippingWarnings(study, fitted, contrast),
    };
  },
};

/** Scores of the weighted means, with what estimating the propensities adds to their influence. */
export function weightedScores(
  { arm, outcome, weights: given }: Assignment,
  { propensity, influence }: LogisticPropensities,
  contrast: number,
  estimand: Estimand,
  stabilised: boolean,
): Scores {
  const counting = (values: Float64Array): Float64Array =>
    given ? values.map((value, row) => value * given[row]) : values;
  const population = counting(estimandPopulation(arm, contrast, propensity, estimand));
  const size = sum(population);
  const partOf = (own: number): Float64Array => {
    const other = own === 0 ? contrast : 0;
    const weights = counting(estimandWeights(arm, own, contrast, propensity, estimand));
    const total = sum(weights);
    const mean = stabilised ? sum(weights.map((w, row) => w * outcome[row])) / total : 0;
    const scale = stabilised ? size / total : 1;
    const residual = outcome.map((y, row) => scale * (y - mean) * (given ? given[row] : 1));
    const estimated = influence((row, p) =>
      arm[row] === own ? weightOf(estimand, own !== 0, p[own], p[other]) * residual[row] : 0,
    );
    return weights.map(
      (w, row) => population[row] * mean + scale * w * (outcome[row] - mean) + estimated[row],
    );
  };
  const [treated, baseline] = [partOf(contrast), partOf(0)];
  return { effect: treated.map((value, row) => value - baseline[row]), baseline, population };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
