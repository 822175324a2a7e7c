import type { Estimand } from '../../plan.js';
import type { Check, Interval, Overlap } from '../../result.js';
import { histogram } from '../../statistics/histogram.js';
import { percent } from '../../words/phrases.js';
import { estimandWeights, pairPropensity } from '../estimators/doubly-robust.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Sample } from '../sample/sample.js';

/** A row is outside where one arm is this many times as likely as the other, relative to their sizes. */
const mostLikely = 20;
/** Share of rows outside that the check tolerates. */
const threshold = 0.05;

/** Overlap of one arm with the baseline, among the rows of both. */
export function overlapOf(
  sample: Sample,
  propensity: Nuisances['propensity'],
  contrast: number,
  estimand: Estimand,
): Overlap {
  const { arm, arms, weights } = sample;
  const pairs = (own: number): Float64Array => {
    const values: number[] = [];
    for (let row = 0; row < arm.length; row++) {
      if (arm[row] === own) values.push(pairPropensity(propensity, contrast, row));
    }
    return Float64Array.from(values);
  };
  const treated = pairs(contrast);
  const untreated = pairs(0);
  const [heavy, others] = [contrast, 0].map((own) => rowWeights(sample, own));
  const bounds = propensityBounds(sum(heavy) / sum(others));
  const effective = (own: number): number => {
    const given = estimandWeights(arm, own, contrast, propensity, estimand);
    return effectiveSize(weights ? given.map((w, row) => w * weights[row]) : given);
  };
  return {
    arm: arms[contrast],
    treated: histogram(treated, 20, 0, 1),
    untreated: histogram(untreated, 20, 0, 1),
    bounds,
    shareOutside: shareOutside([treated, untreated], [heavy, others], bounds, estimand),
    effectiveTreated: effective(contrast),
    effectiveUntreated: effective(0),
  };
}

/**
 * Passes where at most 5 % of the rows the estimand is about lie outside. Bounds are on odds relative to the sizes of the
 * arms, since a small arm of a sound experiment has small propensities without any want of overlap.
 */
export function overlapCheck(overlaps: readonly Overlap[], estimand: Estimand, treatment: string): Check {
  const worst = overlaps.reduce((a, b) => (b.shareOutside > a.shareOutside ? b : a));
  const passed = worst.shareOutside <= threshold;
  const who = estimand === 'att' ? `rows of arm "${worst.arm}"` : 'rows';
  const [low, high] = worst.bounds;
  const range =
    estimand === 'att'
      ? `above ${high.toPrecision(2)}`
      : `below ${low.toPrecision(2)} or above ${high.toPrecision(2)}`;
  const verdict = passed
    ? 'the arms can be compared.'
    : `${treatment} is too predictable for a fair comparison there: keep rows both arms have, or doubt the estimate.`;
  return {
    name: 'overlap',
    passed,
    value: worst.shareOutside,
    threshold,
    sentence: `Overlap requires that at most ${percent(threshold)} of ${who} have a propensity of "${worst.arm}" ${range} (${mostLikely} times as likely in one arm as in the other); ${percent(worst.shareOutside)} do, so ${verdict}`,
  };
}

/** Propensities at which one arm is {@link mostLikely} times as likely as the other, given the ratio of their sizes. */
function propensityBounds(ratio: number): Interval {
  const at = (odds: number): number => odds / (1 + odds);
  return [at(ratio / mostLikely), at(ratio * mostLikely)];
}

/** Share of sample weight, first of the arm, then of the baseline. For the ATT only the arm's own rows count, and only those that the baseline hardly has. */
function shareOutside(
  propensities: readonly Float64Array[],
  weights: readonly Float64Array[],
  [low, high]: Interval,
  estimand: Estimand,
): number {
  const outside = (own: number): number =>
    propensities[own].reduce(
      (share, p, i) => share + (p > high || (estimand === 'ate' && p < low) ? weights[own][i] : 0),
      0,
    );
  if (estimand === 'att') return outside(0) / sum(weights[0]);
  return (outside(0) + outside(1)) / (sum(weights[0]) + sum(weights[1]));
}

/** Sample weights of the rows of an arm, in their order; 1 each without such. */
function rowWeights({ arm, weights }: Sample, own: number): Float64Array {
  const given = weights ?? new Float64Array(arm.length).fill(1);
  return given.filter((_, row) => arm[row] === own);
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** Kish's effective sample size, `sum(w)^2 / sum(w^2)`. */
function effectiveSize(weights: Float64Array): number {
  const squares = weights.reduce((total, w) => total + w * w, 0);
  return squares > 0 ? sum(weights) ** 2 / squares : 0;
}
