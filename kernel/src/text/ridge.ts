import type { Task } from '../task.js';
import { currentEngine } from '../trees/engine/current.js';
import { placedBytes, placedWidth, placeFeatures } from './placed-features.js';
import { type PlacedRidge, ridgeBytes, ridgeJob } from './ridge-job.js';
import type { TextFeatures } from './text-features.js';
import type { TextMoments } from './text-moments.js';

export interface RidgeOptions {
  /** Penalty per row, on features with rows of mean squared length 1; `cv` chooses it (see {@link fitRidges}). */
  readonly l2?: number | 'cv';
  readonly seed: number;
}

export interface Ridge {
  /** Mean of y over the rows learnt from; NaN where there are none. */
  readonly mean: number;
  /** Of the prediction `intercept + coefficients · x`. */
  readonly intercept: number;
  readonly coefficients: Float64Array;
  readonly l2: number;
}

/**
 * Ridge regressions of one y each on text features, weighted by rows per text, with an unpenalised intercept; on all threads. One Krylov
 * space serves the whole path of penalties; it grows until the normal equations at the penalty in use hold to a
 * ten-thousandth. With `cv` the penalty is the minimum of generalised cross-validation over rows (Golub, Heath and
 * Wahba 1979), its degrees of freedom from one random probe (Hutchinson 1990) by Gauss quadrature (Golub and Meurant
 * 1994), times `undersmoothing`. Nothing but the moments is looked at. Throws InputError CS5006 (memory).
 */
export function fitRidges(
  features: TextFeatures,
  wanted: readonly TextMoments[],
  { l2 = 'cv', seed }: RidgeOptions,
  task: Task,
): Ridge[] {
  const engine = currentEngine();
  const scratch = ridgeBytes(placedWidth(features));
  const bytes = placedBytes(features) + engine.threads * (scratch + 64);
  return engine.session(bytes, 'Learning from texts', () => {
    const placed = placeFeatures(features, engine.arena);
    const orders = wanted.map((moments) => ({ features: placed, moments, l2, seed }));
    return engine.map(ridgeJob, orders, scratch, task).map((fitted) => ridgeOf(features, fitted));
  });
}

/** One of {@link fitRidges}. */
export function fitRidge(
  features: TextFeatures,
  moments: TextMoments,
  options: RidgeOptions,
  task: Task,
): Ridge {
  return fitRidges(features, [moments], options, task)[0];
}

function ridgeOf({ dimensions, width }: TextFeatures, { mean, fit }: PlacedRidge): Ridge {
  const coefficients = new Float64Array(width);
  if (!fit) return { mean, intercept: mean, coefficients, l2: Number.NaN };
  const terms = 8 * Math.ceil(dimensions / 8);
  coefficients.set(fit.coefficients.subarray(0, dimensions));
  coefficients.set(fit.coefficients.subarray(terms, terms + width - dimensions), dimensions);
  return { mean, intercept: fit.intercept, coefficients, l2: fit.l2 };
}
