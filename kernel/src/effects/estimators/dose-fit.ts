import { createRandom, sampleSorted } from '../../statistics/random.js';
import { figure, listed, percent } from '../../words/phrases.js';
import { localFit, normalBandwidth, type Points, smoothBandwidth } from '../inference/local-polynomial.js';
import { doseDensity } from '../nuisances/dose-density.js';
import { doseMeans } from '../nuisances/dose-means.js';
import type { Study } from '../study.js';
import { between, deviationOf, gridShares, quantilesAt, quantilesOf } from './dose-grid.js';
import { oncePerStudy } from './once.js';

/** Doses the mean outcome is averaged at, of either kind, and rows it is averaged over. */
const sizes = { doses: 31, rows: 2000 };
/** Weights above this count as this. */
export const largestWeight = 20;
/** A dose is doubted where more than this share of the rows hardly ever have it. */
export const muchUnlikely = 0.1;
/** The curve is drawn between these quantiles of the dose. */
export const shown = [0.05, 0.95];
/** Half the step that the slope is measured over, in standard deviations of the dose. */
const step = 0.2;

/** What everything about a dose is made of: an entry per row of the sample. */
export interface DoseFit {
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
  /** Whether a dose is so unlikely for a row that one with it would count for more than {@link largestWeight}. */
  readonly unlikely: (row: number, at: number) => boolean;
}

/** A mean at one dose, with what each row adds to its error. */
export interface DoseMean {
  readonly estimate: number;
  readonly influence: Float64Array;
}

/** Fits the mean outcome by the dose and the density of the dose, once for all that is asked of a study. */
export const fitOf = oncePerStudy((study, task): DoseFit => {
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
  const unlikely = (row: number, at: number): boolean => overall(at) > largestWeight * density(row, at);
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
export function meanAt(
  { missed, bandwidth, grid, rows, supposed }: Omit<DoseFit, 'slope' | 'clipped' | 'unlikely'>,
  at: number,
): DoseMean {
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

/** Doses compared, baseline first: the arms of a dose are their names. */
export function dosesOf({ sample }: Study): number[] {
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

/** Doubts where those who had a dose cannot stand for everyone. */
export function overlapWarnings(
  { sample, parameters }: Study,
  { missed, clipped, unlikely }: DoseFit,
): string[] {
  const { treatment } = parameters;
  const { x: dose } = missed;
  const shareUnlikely = (at: number): number =>
    dose.reduce((count, _, row) => count + (unlikely(row, at) ? 1 : 0), 0) / dose.length;
  const share = percent(clipped / sample.rows.length);
  const heavy = `${share} of rows had a ${treatment} so unlike what is usual for them that their weight was above ${largestWeight}; it was counted as that. Doubt the curve where such rows are.`;
  const asked = [...new Set([...sample.arms.map(Number), ...quantilesAt(dose, shown)])];
  const doubted = asked.sort((a, b) => a - b).filter((at) => shareUnlikely(at) > muchUnlikely);
  const most = percent(doubted.reduce((share, at) => Math.max(share, shareUnlikely(at)), 0));
  const rare = `Doubt the curve at ${treatment} of ${listed(doubted.map(figure))}: up to ${most} of rows hardly ever have as much, for whom it is less than a ${largestWeight}th as likely as over all; what it would do to them is read off the regression alone.`;
  return [...(clipped > 0 ? [heavy] : []), ...(doubted.length > 0 ? [rare] : [])];
}
