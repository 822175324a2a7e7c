import type { Estimates, Forest, GrownForest } from '../forest.js';
import type { LinearMoment } from '../moment.js';

/** Effects of rows with the variance of each; NaN where the forest cannot tell. */
export interface Effects {
  readonly effect: Float64Array;
  readonly variance: Float64Array;
}

/** A forest of one effect and what it says of the rows it was grown on, each from the trees that did not see it. */
export interface EffectForest {
  readonly forest: Forest;
  readonly outOfBag: Effects;
}

/** One parameter that solves E[a - h theta] = 0. */
export const oneParameter: LinearMoment = { parameters: 1, symmetric: true };

/** Estimates of one parameter as effects. */
export function effectsOf({ theta, covariance }: Estimates): Effects {
  return { effect: theta, variance: covariance };
}

export function effectForest({ forest, outOfBag }: GrownForest): EffectForest {
  return { forest, outOfBag: effectsOf(outOfBag) };
}

/** Product of two columns, entry by entry. */
export function product(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((value, i) => value * right[i]);
}
