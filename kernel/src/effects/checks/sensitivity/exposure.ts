import type { Contrast } from '../../../result.js';
import type { Scores } from '../../estimators/scores.js';
import type { Nuisances } from '../../nuisances/nuisances.js';
import type { Sample } from '../../sample/sample.js';
import type { Study } from '../../study.js';
import { meanSquare, representerOf } from './representer.js';

/** How far an effect is exposed to confounders that nobody observed. */
export interface Exposure {
  /** Bias of a confounder with a leverage of 1, in units of the outcome: `sqrt(E residual^2 * E representer^2)`. */
  readonly scale: number;
  /** Variance of the scale as estimated, and its covariance with the estimate. */
  readonly variance: number;
  readonly covariance: number;
}

/**
 * Exposure of a contrast, with the influence functions of Chernozhukov, Cinelli, Newey, Sharma and Syrgkanis (2022, section 5): that of
 * `E residual^2` is the squared residual, and that of `E representer^2` is `2 m(representer) - representer^2`, less their means. Rows
 * outside the two arms take no part in either.
 */
export function exposureOf(
  { sample, parameters }: Study,
  { propensity, outcome: means }: Nuisances,
  scores: Scores,
  { estimate }: Contrast,
  contrast: number,
): Exposure {
  const { arm, outcome, weights } = sample;
  const n = arm.length;
  const representer = representerOf(propensity, contrast, parameters.estimand);
  const { treated, untreated, whom } = representer;
  const weight = (row: number): number => weights?.[row] ?? 1;
  const squares = Float64Array.from(arm, (a, row) =>
    a === 0 || a === contrast ? weight(row) * (outcome[row] - means[a][row]) ** 2 : 0,
  );
  const norms = Float64Array.from(arm, (a, row) => {
    const own = a === contrast ? treated[row] : a === 0 ? untreated[row] : 0;
    return weight(row) * (2 * whom[row] * (treated[row] + untreated[row]) - own * own);
  });
  const residual = mean(squares);
  // As in the paper, but where a few large weights leave no square at all.
  const norm = mean(norms) > 0 ? mean(norms) : meanSquare(representer);
  const scale = Math.sqrt(residual * norm);
  const ofScale = squares.map((square, row) =>
    scale > 0 ? ((square - residual) * norm + (norms[row] - norm) * residual) / (2 * scale) : 0,
  );
  const share = mean(scores.population);
  const ofEstimate = scores.effect.map((part, row) => (part - estimate * scores.population[row]) / share);
  const own = withinClusters(sample, ofScale);
  const other = withinClusters(sample, ofEstimate);
  const product = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, value, i) => sum + value * b[i], 0) / n ** 2;
  return { scale, variance: product(own, own), covariance: product(own, other) };
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

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
