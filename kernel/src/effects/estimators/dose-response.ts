import type { DoseCurve, DosePoint, Estimate } from '../../result.js';
import { histogram } from '../../statistics/histogram.js';
import { createRandom, sampleSorted } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { counted, figure, listed, percent } from '../../words/phrases.js';
import { freedomOf } from '../inference/freedom.js';
import { withInterval } from '../inference/interval.js';
import { jointLevel } from '../inference/joint-level.js';
import { localFit, normalBandwidth, type Points, smoothBandwidth } from '../inference/local-polynomial.js';
import { type RatioEstimate, ratioEstimate } from '../inference/ratio-estimate.js';
import { doseDensity } from '../nuisances/dose-density.js';
import { doseMeans } from '../nuisances/dose-means.js';
import type { Study } from '../study.js';
import { between, deviationOf, gridShares, quantilesAt, quantilesOf } from './dose-grid.js';
import type { Estimator } from './estimator.js';
import { oncePerStudy } from './once.js';
import type { Scores } from './scores.js';

/** Doses the mean outcome is averaged at, of either kind, rows it is averaged over, and points of the curve. */
const sizes = { doses: 31, rows: 2000, points: 25 };
/** Weights above this count as this. */
const largestWeight = 20;
/** A dose is doubted where more than this share of the rows hardly ever have it. */
const muchUnlikely = 0.1;
/** The curve is drawn between these quantiles of the dose. */
const shown = [0.05, 0.95];
/** Half the step that the slope is measured over, in standard deviations of the dose. */
const step = 0.2;

/** What everything about a dose is made of. */
interface DoseFit {
  /** Doses with what each row is off its mean outcome, weighted so that those who had a dose stand for everyone. */
  readonly missed: Points;
  readonly bandwidth: number;
  /** Doses at which `supposed` holds means, ascending. */
  readonly grid: Float64Array;
  /** Rows averaged over, and `[dose][row of those]`: mean outcome of the row at the dose. */
  readonly rows: Int32Array;
  readonly supposed: readonly Float64Array[];
  /** Per row: its part of the mean slope. */
  readonly slope: Float64Array;
  readonly clipped: number;
  /** Share of the rows for whom a dose is so unlikely that one with it would count for more than {@link largestWeight}. */
  readonly unlikely: (at: number) => number;
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
  const rows = sampleSorted(
    Int32Array.from(dose.keys()),
    sizes.rows,
    createRandom(study.parameters.seed, 31),
  );
  const widest = normalBandwidth(dose);
  const grid = gridOf(study, dose, widest);
  const half = step * deviationOf(dose);
  const everyone = Int32Array.from(dose.keys());
  const means = doseMeans(
    study,
    dose,
    {
      row: joined(everyone, everyone, ...Array.from(grid, () => rows)),
      dose: Float64Array.from([
        ...dose.map((amount) => amount + half),
        ...dose.map((amount) => amount - half),
        ...[...grid].flatMap((amount) => new Array<number>(rows.length).fill(amount)),
      ]),
    },
    task.part(0.4, 0.8, 'Fitting the outcome by the dose'),
  );
  const [own, above, below] = [0, 1, 2].map((i) => means.subarray(i * n, (i + 1) * n));
  const supposed = Array.from(grid, (_, g) =>
    means.slice(3 * n + g * rows.length, 3 * n + (g + 1) * rows.length),
  );

  const likely = dose.map((amount, i) => Math.max(density(i, amount), 1e-12));
  const overall = marginal(density, rows, dose);
  const weight = dose.map((amount, i) => overall(amount) / likely[i]);
  const off = outcome.map((y, i) => y - own[i]);
  const missed = { x: dose, y: off, weight: weight.map((w) => Math.min(w, largestWeight)) };
  const slope = off.map((miss, i) => {
    const lean = (density(i, dose[i] - half) - density(i, dose[i] + half)) / likely[i];
    const bounded = Math.min(largestWeight, Math.max(-largestWeight, lean));
    return (above[i] - below[i] + bounded * miss) / (2 * half);
  });
  const clipped = weight.reduce((count, w) => count + (w > largestWeight ? 1 : 0), 0);
  const average = supposed.map((values) => values.reduce((sum, v) => sum + v, 0) / values.length);
  const curve = off.map((miss, i) => missed.weight[i] * miss + between(grid, average, dose[i]));
  const bandwidth = smoothBandwidth(dose, curve, widest, task.part(0.8, 1));
  const unlikely = (at: number): number =>
    dose.reduce((count, _, i) => count + (overall(at) > largestWeight * density(i, at) ? 1 : 0), 0) / n;
  return { missed, bandwidth, grid, rows, supposed, slope, clipped, unlikely };
});

/** Doses by their share of the rows, more where the curve is drawn as far as it is smoothed there, and those that are compared. */
function gridOf(study: Study, dose: Float64Array, bandwidth: number): Float64Array {
  const byShare = quantilesOf(dose, sizes.doses);
  const [low, high] = quantilesAt(dose, shown);
  const from = Math.max(byShare[0], low - bandwidth);
  const to = Math.min(byShare[byShare.length - 1], high + bandwidth);
  const even = Array.from({ length: sizes.doses }, (_, i) => from + ((to - from) * i) / (sizes.doses - 1));
  return Float64Array.from(new Set([...byShare, ...even, ...dosesOf(study)])).sort();
}

function joined(...parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * Mean outcome had everyone had a dose. The bandwidth is at most the best for a straight line, and a parabola is fitted with it: its bias
 * is of a higher order, so that intervals need not allow for it (Calonico, Cattaneo and Farrell 2018).
 */
function meanAt({ missed, bandwidth, grid, rows, supposed }: DoseFit, at: number): DoseMean {
  const { x: dose } = missed;
  const n = dose.length;
  const { weights, missed: off } = localFit(missed, at, bandwidth, 2);
  const influence = off.map((miss, i) => n * weights[i] * miss);
  // Means at single doses have steps where they were learned by trees: they are smoothed as what they miss is.
  const even = { ...missed, weight: new Float64Array(n).fill(1) };
  const share = gridShares(dose, localFit(even, at, bandwidth, 2).weights, grid);
  const means = Float64Array.from(rows, (_, r) => share.reduce((sum, s, g) => sum + s * supposed[g][r], 0));
  const average = means.reduce((sum, mean) => sum + mean, 0) / means.length;
  // The mean outcome was averaged over some rows: their part of the error.
  rows.forEach((row, r) => {
    influence[row] += (n / rows.length) * (means[r] - average);
  });
  return { estimate: average + missed.y.reduce((sum, miss, i) => sum + weights[i] * miss, 0), influence };
}

const levelsOf = oncePerStudy((study, task): readonly DoseMean[] => {
  const fit = fitOf(study, task);
  return dosesOf(study).map((at) => meanAt(fit, at));
});

/**
 * Doubly robust curve of a dose (Kennedy, Ma, McHugh and Small 2017; Colangelo and Lee 2020): the mean outcome had everyone had a dose `a`.
 * With the mean `mu(x, a)` and the density `f(a | x)` cross-fitted it is `mu(., a)` averaged over everyone, plus what outcomes near the
 * dose are off their means: a local polynomial of `y - mu` on the dose, weighted by `f(a) / f(a | x)`. The weights enter as such,
 * which keeps one large weight from throwing the curve off. Pointwise intervals, a band that holds the whole curve, contrasts of the
 * `doses` named (quartiles without any) with the first, and the mean slope: the effect of a small step up of everyone's own dose (Powell,
 * Stock and Stoker 1989, in doubly robust form).
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
    const warnings = contrast === 1 ? overlapWarnings(study, fitOf(study, task)) : [];
    const scores = contrastScores(levels[contrast], levels[0]);
    const { estimate, stdError, freedom } = errorOf(study, scores.effect);
    const under = errorOf(study, scores.baseline);
    const baseline = { mean: under.estimate, stdError: under.stdError };
    return { scores, average: { estimate, stdError, freedom, baseline }, warnings };
  },
  findings: (study, task) => ({ dose: curveOf(study, task) }),
};

function contrastScores(level: DoseMean, baseline: DoseMean): Required<Scores> {
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
    return meanAt(fit, at);
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

/** A mean of parts. Few rows near a dose and large weights make their own error uncertain, which Student's t allows for. */
function errorOf({ sample, parameters }: Study, values: Float64Array): RatioEstimate {
  const everyone = new Float64Array(values.length).fill(1);
  const { level } = parameters;
  const found = ratioEstimate(values, everyone, level, undefined, sample.clusters);
  if (found.freedom !== undefined) return found;
  const freedom = freedomOf(values);
  return { ...withInterval(found.estimate, found.stdError, level, freedom), freedom };
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

/** Doubts where those who had a dose cannot stand for everyone. */
function overlapWarnings({ sample, parameters }: Study, { missed, clipped, unlikely }: DoseFit): string[] {
  const { treatment } = parameters;
  const share = percent(clipped / sample.rows.length);
  const heavy = `${share} of rows had a ${treatment} so unlike what is usual for them that their weight was above ${largestWeight}; it was counted as that. Doubt the curve where such rows are.`;
  const asked = [...new Set([...sample.arms.map(Number), ...quantilesAt(missed.x, shown)])];
  const doubted = asked.sort((a, b) => a - b).filter((at) => unlikely(at) > muchUnlikely);
  const most = percent(doubted.reduce((share, at) => Math.max(share, unlikely(at)), 0));
  const rare = `Doubt the curve at ${treatment} of ${listed(doubted.map(figure))}: up to ${most} of rows hardly ever have as much, for whom it is less than a ${largestWeight}th as likely as over all; what it would do to them is read off the regression alone.`;
  return [...(clipped > 0 ? [heavy] : []), ...(doubted.length > 0 ? [rare] : [])];
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
