import type { DoseCurve, DosePoint, Estimate } from '../../result.js';
import { histogram } from '../../statistics/histogram.js';
import { createRandom, sampleSorted } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { counted, figure, percent } from '../../words/phrases.js';
import { withInterval } from '../inference/interval.js';
import { jointLevel } from '../inference/joint-level.js';
import { crossValidatedBandwidth, localFit } from '../inference/local-polynomial.js';
import { ratioEstimate } from '../inference/ratio-estimate.js';
import { doseDensity } from '../nuisances/dose-density.js';
import { doseMeans } from '../nuisances/dose-means.js';
import type { Study } from '../study.js';
import type { Estimator } from './estimator.js';
import { oncePerStudy } from './once.js';
import type { Scores } from './scores.js';

/** Doses the mean outcome is averaged at, rows it is averaged over, and points of the curve. */
const sizes = { doses: 41, rows: 2000, points: 25 };
/** Weights above this count as this. */
const largestWeight = 20;
/** The curve is drawn between these quantiles of the dose. */
const shown = [0.05, 0.95];
/** Half the step that the slope is measured over, in standard deviations of the dose. */
const step = 0.2;

/** What everything about a dose is made of. */
interface DoseFit {
  /** Smoothed by the dose it gives the curve (Kennedy et al. 2017). */
  readonly pseudo: Float64Array;
  readonly bandwidth: number;
  /** Doses at which `supposed` holds means. */
  readonly grid: Float64Array;
  /** Rows averaged over, and `[dose][place of the row]`: mean outcome of the row at the dose. */
  readonly rows: Int32Array;
  readonly supposed: readonly Float64Array[];
  /** Per row: its part of the mean slope. */
  readonly slope: Float64Array;
  readonly clipped: number;
}

/** A mean at one dose, with what each row adds to its error. */
interface DoseMean {
  readonly estimate: number;
  readonly influence: Float64Array;
}

const fitOf = oncePerStudy((study, task): DoseFit => {
  const { outcome, dose = outcome } = study.sample;
  const n = outcome.length;
  const density = doseDensity(study, dose, task.part(0, 0.4));
  const random = createRandom(study.parameters.seed, 31);
  const rows = sampleSorted(Int32Array.from(dose.keys()), sizes.rows, random);
  const grid = quantilesOf(dose, sizes.doses);
  const half = step * deviationOf(dose);
  const places = 2 * n + rows.length * grid.length;
  const row = new Int32Array(places);
  const at = new Float64Array(places);
  for (let i = 0; i < n; i++) {
    row[i] = i;
    at[i] = dose[i] + half;
    row[n + i] = i;
    at[n + i] = dose[i] - half;
  }
  grid.forEach((amount, g) => {
    row.set(rows, 2 * n + g * rows.length);
    at.fill(amount, 2 * n + g * rows.length, 2 * n + (g + 1) * rows.length);
  });
  const means = doseMeans(
    study,
    dose,
    { row, dose: at },
    task.part(0.4, 0.8, 'Fitting the outcome by the dose'),
  );
  const supposed = Array.from(grid, (_, g) =>
    means.slice(n + 2 * n + g * rows.length, n + 2 * n + (g + 1) * rows.length),
  );

  const own = dose.map((amount, i) => Math.max(density(i, amount), 1e-12));
  const overall = marginal(density, rows, dose);
  const average = supposed.map((values) => values.reduce((sum, v) => sum + v, 0) / values.length);
  let clipped = 0;
  const pseudo = outcome.map((y, i) => {
    const weight = overall(dose[i]) / own[i];
    if (weight > largestWeight) clipped++;
    return (y - means[i]) * Math.min(weight, largestWeight) + between(grid, average, dose[i]);
  });
  const slope = outcome.map((y, i) => {
    const lean = (density(i, dose[i] - half) - density(i, dose[i] + half)) / own[i];
    const bounded = Math.min(largestWeight, Math.max(-largestWeight, lean));
    return (means[n + i] - means[2 * n + i] + bounded * (y - means[i])) / (2 * half);
  });
  const bandwidth = crossValidatedBandwidth(dose, pseudo, task.part(0.8, 1));
  return { pseudo, bandwidth, grid, rows, supposed, slope, clipped };
});

/**
 * Mean outcome had everyone had a dose. The bandwidth is the best for a straight line, and a parabola is fitted with it: its bias is of a higher
 * order, so that intervals need not allow for it (Calonico, Cattaneo and Farrell 2018).
 */
function meanAt(
  dose: Float64Array,
  { pseudo, bandwidth, grid, rows, supposed }: DoseFit,
  at: number,
): DoseMean {
  const n = dose.length;
  const { weights, missed } = localFit(dose, pseudo, at, bandwidth, 2);
  const estimate = pseudo.reduce((sum, value, i) => sum + weights[i] * value, 0);
  const influence = missed.map((miss, i) => n * weights[i] * miss);
  // The mean outcome at each dose was averaged over some rows: their part of the error.
  const share = gridShares(dose, weights, grid);
  const part = Float64Array.from(rows, (_, r) => share.reduce((sum, s, g) => sum + s * supposed[g][r], 0));
  const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
  rows.forEach((row, r) => {
    influence[row] += (n / rows.length) * (part[r] - mean);
  });
  return { estimate, influence };
}

const levelsOf = oncePerStudy((study, task): readonly DoseMean[] => {
  const { dose = study.sample.outcome } = study.sample;
  const fit = fitOf(study, task);
  return dosesOf(study).map((at) => meanAt(dose, fit, at));
});

/**
 * Doubly robust curve of a dose (Kennedy, Ma, McHugh and Small 2017): the mean outcome had everyone had a dose `a`. With the mean `mu(x, a)` and
 * the density `f(a | x)` cross-fitted, the outcome less its mean, weighted by `f(a) / f(a | x)`, plus `mu(., a)` averaged over everyone, is
 * smoothed by the dose with a local polynomial. Pointwise intervals, a band that holds the whole curve, contrasts of the `doses`
 * named (quartiles without any) with the first, and the mean slope: the effect of a small step up of everyone's own dose
 * (Powell, Stock and Stoker 1989, in doubly robust form).
 *
 * Supposes that what is adjusted for holds every confounder and that everyone could have had any of the doses. Consistent where either
 * the means or the density are.
 */
export const doseResponse: Estimator = {
  nuisances: (study) => study.constants(),
  estimandSentence: ({ sample, parameters }) => {
    const doses = sample.arms.slice(1).join(' or ');
    const { treatment, outcome } = parameters;
    return `Average over all ${counted(sample.rows.length, 'row')} of ${outcome} had everyone had ${treatment} of ${doses}, less ${outcome} had everyone had ${treatment} of ${sample.arms[0]}.`;
  },
  estimate(study, contrast, task) {
    const levels = levelsOf(study, task);
    const { clipped } = fitOf(study, task);
    return {
      scores: contrastScores(levels[contrast], levels[0]),
      ...(contrast === 1 && clipped > 0 && { warnings: [clippingWarning(study, clipped)] }),
    };
  },
  findings: (study, task) => ({ dose: curveOf(study, task) }),
};

function contrastScores(level: DoseMean, baseline: DoseMean): Scores {
  const difference = level.estimate - baseline.estimate;
  return {
    effect: level.influence.map((value, i) => difference + value - baseline.influence[i]),
    baseline: baseline.influence.map((value) => baseline.estimate + value),
    population: new Float64Array(level.influence.length).fill(1),
  };
}

function curveOf(study: Study, task: Task): DoseCurve {
  const { sample, parameters } = study;
  const { clusters, outcome, dose = outcome } = sample;
  const { level, seed } = parameters;
  const fit = fitOf(study, task);
  const [low, high] = quantilesAt(dose, shown);
  const even = Array.from({ length: sizes.points }, (_, i) => low + ((high - low) * i) / (sizes.points - 1));
  const places = [...new Set([...even, ...dosesOf(study)])].sort((a, b) => a - b);
  const rows = Int32Array.from(dose.keys());
  const means = places.map((at, i) => {
    task.report(i / places.length, 'Drawing the curve');
    return meanAt(dose, fit, at);
  });
  const units = clusters ?? { of: rows, count: rows.length };
  const members = means.map(({ influence }) => ({ rows, influence }));
  const joint = jointLevel(members, units, level, seed, task);
  const points = means.map(({ estimate, influence }, i): DosePoint => {
    const values = influence.map((value) => estimate + value);
    const found = errorOf(study, values);
    const band = withInterval(estimate, found.stdError, joint, found.freedom).interval;
    return { dose: places[i], estimate, stdError: found.stdError, interval: found.interval, band };
  });
  const { estimate, stdError, interval } = errorOf(study, fit.slope);
  const slope = { estimate, stdError, interval };
  const distribution = histogram(dose, 30);
  return {
    points,
    slope,
    bandwidth: fit.bandwidth,
    distribution,
    sentence: curveSentence(study, points, slope),
  };
}

function errorOf({ sample, parameters }: Study, values: Float64Array): ReturnType<typeof ratioEstimate> {
  const everyone = new Float64Array(values.length).fill(1);
  return ratioEstimate(values, everyone, parameters.level, undefined, sample.clusters);
}

function curveSentence({ parameters }: Study, points: readonly DosePoint[], slope: Estimate): string {
  const { treatment, outcome, level } = parameters;
  const least = points.reduce((a, b) => (b.estimate < a.estimate ? b : a));
  const most = points.reduce((a, b) => (b.estimate > a.estimate ? b : a));
  const flat = points.every(({ band }) => band[0] <= Math.min(...points.map((p) => p.band[1])));
  const shape = flat
    ? `a level that does not depend on ${treatment} lies within the band around the whole curve`
    : `${outcome} would be lowest, ${figure(least.estimate)}, at ${treatment} of ${figure(least.dose)} and highest, ${figure(most.estimate)}, at ${figure(most.dose)}`;
  const [low, high] = slope.interval;
  const clear = low > 0 || high < 0;
  const direction = clear
    ? `${slope.estimate > 0 ? 'raises' : 'lowers'} it by ${figure(Math.abs(slope.estimate))}`
    : `has no clear effect: ${figure(slope.estimate)}`;
  return `Had everyone the same ${treatment}, ${shape}; a small step up of everyone's own ${treatment} ${direction} per unit (${percent(level)} interval ${figure(low)} to ${figure(high)}).`;
}

function clippingWarning({ sample, parameters }: Study, clipped: number): string {
  const share = percent(clipped / sample.rows.length);
  return `${share} of rows had a ${parameters.treatment} so unlike what is usual for them that their weight was above ${largestWeight}; it was counted as that. Doubt the curve where such rows are.`;
}

/** Doses compared, baseline first: the arms of a dose are their names. */
function dosesOf({ sample }: Study): number[] {
  return sample.arms.map(Number);
}

/** Density of the dose over everyone, from some rows, read off a grid. */
function marginal(
  density: (row: number, dose: number) => number,
  rows: Int32Array,
  dose: Float64Array,
): (at: number) => number {
  const places = quantilesOf(dose, 200);
  const values = Array.from(
    places,
    (at) => rows.reduce((sum, row) => sum + density(row, at), 0) / rows.length,
  );
  return (at) => between(places, values, at);
}

/** Straight between the values at the places of a grid, which is sorted. */
function between(grid: Float64Array, values: ArrayLike<number>, at: number): number {
  const [i, share] = placeIn(grid, at);
  return values[i] + share * (values[i + 1] - values[i]);
}

/** Sums of weights by the places of a grid that their doses lie between. */
function gridShares(dose: Float64Array, weights: Float64Array, grid: Float64Array): number[] {
  const shares = new Array<number>(grid.length).fill(0);
  for (let row = 0; row < dose.length; row++) {
    if (weights[row] === 0) continue;
    const [i, share] = placeIn(grid, dose[row]);
    shares[i] += (1 - share) * weights[row];
    shares[i + 1] += share * weights[row];
  }
  return shares;
}

/** The place of the grid below a value, and how far the value is on the way to the next. */
function placeIn(grid: Float64Array, at: number): [place: number, share: number] {
  let low = 0;
  let high = grid.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (grid[middle] <= at) low = middle;
    else high = middle;
  }
  const share = (at - grid[low]) / (grid[high] - grid[low]);
  return [low, Math.min(1, Math.max(0, share))];
}

/** Quantiles at evenly spaced shares, from the least to the greatest value, each once. */
function quantilesOf(values: Float64Array, count: number): Float64Array {
  const shares = Array.from({ length: count }, (_, i) => i / (count - 1));
  return Float64Array.from(new Set(quantilesAt(values, shares)));
}

function quantilesAt(values: Float64Array, shares: readonly number[]): number[] {
  const sorted = values.slice().sort();
  return shares.map((share) => sorted[Math.round(share * (sorted.length - 1))]);
}

function deviationOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
