import type { Estimand } from '../../plan.js';
import type { Check, Interval, Overlap } from '../../result.js';
import { histogram } from '../../statistics/histogram.js';
import { counted, percent } from '../../words/phrases.js';
import { estimandWeights, isAbout, pairPropensity } from '../estimators/estimand-weights.js';
import { optimalBounds } from '../estimators/optimal-bounds.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Sample } from '../sample/sample.js';

/** A row is outside where one arm is this many times as likely as the other, relative to their sizes. */
const mostLikely = 20;
/** Share of those the estimand is about, outside, that the check tolerates. */
export const mostOutside = 0.05;

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
  const bounds = propensityBounds(sizeOf(sample, contrast) / sizeOf(sample, 0));
  const effective = (own: number): number => {
    const given = estimandWeights(arm, own, contrast, propensity, estimand);
    return effectiveSize(weights ? given.map((w, row) => w * weights[row]) : given);
  };
  return {
    arm: arms[contrast],
    treated: histogram(pairs(contrast), 20, 0, 1),
    untreated: histogram(pairs(0), 20, 0, 1),
    bounds,
    shareOutside: shareOutside(sample, propensity, contrast, sides(bounds, estimand), estimand),
    effectiveTreated: effective(contrast),
    effectiveUntreated: effective(0),
    trimming: optimalBounds(sample, propensity, contrast, estimand),
  };
}

/**
 * Passes where at most 5 % of those the estimand is about lie outside. Bounds are on odds relative to the sizes of the
 * arms, since a small arm of a sound experiment has small propensities without any want of overlap. A failure names the
 * bounds that {@link optimalBounds} would keep.
 */
export function overlapCheck(overlaps: readonly Overlap[], estimand: Estimand, treatment: string): Check {
  const worst = overlaps.reduce((a, b) => (b.shareOutside > a.shareOutside ? b : a));
  const passed = worst.shareOutside <= mostOutside;
  const verdict = passed
    ? 'the arms can be compared.'
    : `${treatment} is too predictable for a fair comparison there: ${remedy(worst)}, or doubt the estimate.`;
  const range = outsideWords(sides(worst.bounds, estimand));
  return {
    name: 'overlap',
    passed,
    value: worst.shareOutside,
    threshold: mostOutside,
    sentence: `Overlap requires that at most ${percent(mostOutside)} of ${whom(worst.arm, estimand)} have a propensity of "${worst.arm}" ${range} (${mostLikely} times as likely in one arm as in the other); ${percent(worst.shareOutside)} do, and the weights leave the worth of ${worth(worst)}, so ${verdict}`,
  };
}

/** Effective sample sizes of both arms. */
function worth({ effectiveTreated, effectiveUntreated }: Overlap): string {
  return `${counted(Math.round(effectiveTreated), 'row')} in the arm and ${counted(Math.round(effectiveUntreated), 'row')} in the baseline`;
}

function whom(arm: string, estimand: Estimand): string {
  switch (estimand) {
    case 'ate':
      return 'rows';
    case 'att':
      return `rows of arm "${arm}"`;
    case 'atc':
      return 'rows of the baseline';
    case 'overlap':
      return 'the overlap population';
  }
}

/** `below .02 or above .98`, or the one of the two that there is. */
function outsideWords([low, high]: Interval): string {
  const below = low > 0 ? [`below ${low.toPrecision(2)}`] : [];
  const above = high < 1 ? [`above ${high.toPrecision(2)}`] : [];
  return [...below, ...above].join(' or ');
}

function remedy({ arm, trimming = [0, 1] }: Overlap): string {
  const outside = outsideWords(trimming);
  return outside === ''
    ? 'keep rows both arms have'
    : `\`trim "optimal"\` leaves out rows with a propensity of "${arm}" ${outside}, without which the estimate is most precise (Crump et al. 2009)`;
}

/** Only where the baseline hardly has the treated does the ATT suffer, and the ATC on the other side. */
function sides([low, high]: Interval, estimand: Estimand): Interval {
  return [estimand === 'att' ? 0 : low, estimand === 'atc' ? 1 : high];
}

/** Propensities at which one arm is {@link mostLikely} times as likely as the other, given the ratio of their sizes. */
function propensityBounds(ratio: number): Interval {
  const at = (odds: number): number => odds / (1 + odds);
  return [at(ratio / mostLikely), at(ratio * mostLikely)];
}

/** Share of the population of the estimand, among the rows of the two arms, with a propensity out of bounds. */
function shareOutside(
  { arm, weights }: Sample,
  propensity: Nuisances['propensity'],
  contrast: number,
  [low, high]: Interval,
  estimand: Estimand,
): number {
  let total = 0;
  let outside = 0;
  for (let row = 0; row < arm.length; row++) {
    if ((arm[row] !== 0 && arm[row] !== contrast) || !isAbout(estimand, contrast, arm[row])) continue;
    const e = pairPropensity(propensity, contrast, row);
    const weight = (weights ? weights[row] : 1) * (estimand === 'overlap' ? e * (1 - e) : 1);
    total += weight;
    if (e < low || e > high) outside += weight;
  }
  return outside / total;
}

/** Rows of an arm, by their sample weights where they have some. */
function sizeOf({ arm, weights }: Sample, own: number): number {
  return arm.reduce((size, a, row) => (a === own ? size + (weights ? weights[row] : 1) : size), 0);
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** Kish's effective sample size, `sum(w)^2 / sum(w^2)`. */
function effectiveSize(weights: Float64Array): number {
  const squares = weights.reduce((total, w) => total + w * w, 0);
  return squares > 0 ? sum(weights) ** 2 / squares : 0;
}
