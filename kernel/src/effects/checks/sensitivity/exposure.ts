import type { Contrast } from '../../../result.js';
import type { Scores } from '../../estimators/scores.js';
import type { Nuisances } from '../../nuisances/nuisances.js';
import type { Sample } from '../../sample/sample.js';
import type { Study } from '../../study.js';
import { meanSquare, representerOf, squaresOf } from './representer.js';
import { ofMeanOne } from './row-weights.js';

/** A bias that confounders nobody observed may have, as estimated beside the effect. */
export interface Exposure {
  /** In units of the outcome. */
  readonly scale: number;
  /** Variance of the scale as estimated, and its covariance with the estimate. */
  readonly variance: number;
  readonly covariance: number;
}

/** The bias of a confounder with a leverage of 1, `sqrt(E residual^2 * E representer^2)`, and what the rows had to do with it. */
export interface UnitExposure extends Exposure {
  /** Influence of every row on the scale and on the estimate, each of which errs by their mean. */
  readonly influence: { readonly scale: Float64Array; readonly estimate: Float64Array };
}

/**
 * Exposure of a contrast, with the influence functions of Chernozhukov, Cinelli, Newey, Sharma and Syrgkanis (2022, section 5): that of
 * `E residual^2` is the squared residual, and that of `E representer^2` is {@link squaresOf}, less their means, over rows as their
 * sample weights count them. Rows outside the two arms take no part in either.
 */
export function exposureOf(
  { sample, parameters }: Study,
  { propensity, outcome: means }: Nuisances,
  scores: Scores,
  { estimate }: Contrast,
  contrast: number,
): UnitExposure {
  const { arm, outcome, weights } = sample;
  const weight = ofMeanOne(weights, arm.length);
  const representer = representerOf(propensity, contrast, parameters.estimand, weights && weight);
  const squares = Float64Array.from(arm, (a, row) =>
    a === 0 || a === contrast ? (outcome[row] - means[a][row]) ** 2 : 0,
  );
  const norms = squaresOf(representer, arm, contrast);
  const residual = mean(squares, weight);
  const measured = mean(norms, weight);
  // As in the paper, but where a few large weights leave no square at all.
  const norm = measured > 0 ? measured : meanSquare(representer);
  const scale = Math.sqrt(residual * norm);
  const ofScale = squares.map((square, row) =>
    scale > 0
      ? (weight[row] * ((square - residual) * norm + (norms[row] - norm) * residual)) / (2 * scale)
      : 0,
  );
  const share = mean(scores.population);
  const ofEstimate = scores.effect.map((part, row) => (part - estimate * scores.population[row]) / share);
  const influence = { scale: ofScale, estimate: ofEstimate };
  return { scale, ...momentsOf(sample, ofScale, ofEstimate), influence };
}

/** Variance of an estimate by the influence of the rows on it, and its covariance with another's; clusters count as one. */
export function momentsOf(
  sample: Sample,
  influence: Float64Array,
  other: Float64Array,
): { readonly variance: number; readonly covariance: number } {
  const [one, beside] = [withinClusters(sample, influence), withinClusters(sample, other)];
  const product = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, value, i) => sum + value * b[i], 0) / influence.length ** 2;
  return { variance: product(one, one), covariance: product(one, beside) };
}

/** Sums within clusters; the values themselves where rows are independent. */
function withinClusters({ clusters }: Sample, values: Float64Array): Float64Array {
  if (!clusters) return values;
  const sums = new Float64Array(clusters.count);
  values.forEach((value, row) => {
    sums[clusters.of[row]] += value;
  });
  return sums;
}

function mean(values: Float64Array, weight?: Float64Array): number {
  return values.reduce((sum, value, row) => sum + value * (weight?.[row] ?? 1), 0) / values.length;
}
