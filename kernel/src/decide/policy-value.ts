import { ratioEstimate } from '../effects/inference/ratio-estimate.js';
import type { Estimate } from '../result.js';
import type { Evidence } from './evidence.js';

/** Per row what some way to treat gains over treating nobody, less its cost; sample weights included. */
export type GainParts = Float64Array;

/** Money by which policies are measured. */
export interface Money {
  /** Worth of one more of the outcome. */
  readonly value: number;
  /** Cost of each arm but the baseline. */
  readonly costs: readonly number[];
}

/**
 * What treating rows by `arm` (place of the arm among those but the baseline, -1 for none) gains: doubly robust scores times the value, less
 * the cost. Their mean is unbiased for the policy's gain where the arm of a row was chosen without its scores, with the error of a mean
 * (Dudik, Langford and Li 2011; Athey and Wager 2021).
 */
export function gainParts(
  { scores, weights }: Evidence,
  { value, costs }: Money,
  arm: Int32Array,
): GainParts {
  return Float64Array.from(arm, (own, row) =>
    own < 0 ? 0 : value * scores[own][row] - (weights ? weights[row] : 1) * costs[own],
  );
}

/** The same of giving each of some rows an arm at random, with these probabilities. */
export function randomParts(
  evidence: Evidence,
  money: Money,
  rows: Int32Array,
  chances: readonly number[],
): GainParts {
  const { scores, weights } = evidence;
  const parts = new Float64Array(evidence.foldOf.length);
  for (const row of rows) {
    const weight = weights ? weights[row] : 1;
    for (const [arm, chance] of chances.entries()) {
      parts[row] += chance * (money.value * scores[arm][row] - weight * money.costs[arm]);
    }
  }
  return parts;
}

/** Sum of parts over all rows, as an estimate of what so many rows of the population gain. */
export function totalOf(evidence: Evidence, parts: GainParts): Estimate {
  return scaled(meanOf(evidence, parts), sizeOf(evidence));
}

/** How many rows of the data some rows, or all, stand for. */
export function sizeOf({ weights, foldOf }: Evidence, rows?: Int32Array): number {
  if (!weights) return rows?.length ?? foldOf.length;
  return rows ? rows.reduce((sum, row) => sum + weights[row], 0) : weights.reduce((sum, w) => sum + w, 0);
}

/** Mean of parts per row, of all or some. */
export function meanOf(
  { weights, clusters, level, foldOf }: Evidence,
  parts: GainParts,
  rows?: Int32Array,
): Estimate {
  const population = weights ?? new Float64Array(foldOf.length).fill(1);
  const { estimate, stdError, interval } = ratioEstimate(parts, population, level, rows, clusters);
  return { estimate, stdError, interval };
}

function scaled({ estimate, stdError, interval: [low, high] }: Estimate, by: number): Estimate {
  return { estimate: by * estimate, stdError: by * stdError, interval: [by * low, by * high] };
}
