import type { Metric } from '../result.js';
import { createRandom } from '../statistics/random.js';
import type { Task } from '../task.js';
import { binEnds, type Scored } from './scored.js';

const resamples = 200;

type Measure = (scored: Scored, weight: Float64Array) => number;

const classification: readonly [Metric['name'], Measure][] = [
  ['AUC', auc],
  ['log loss', (s, w) => weightedMean(w, (i) => logLoss(s.predicted[i], s.observed[i]))],
  ['Brier', (s, w) => weightedMean(w, (i) => (s.predicted[i] - s.observed[i]) ** 2)],
  ['calibration error', calibrationError],
];

const regression: readonly [Metric['name'], Measure][] = [
  ['RMSE', (s, w) => Math.sqrt(weightedMean(w, (i) => (s.predicted[i] - s.observed[i]) ** 2))],
  ['MAE', (s, w) => weightedMean(w, (i) => Math.abs(s.predicted[i] - s.observed[i]))],
  ['R2', rSquared],
];

/**
 * Metrics of predictions on rows that the model did not learn from, each with the 95 % percentile interval of 200 seeded
 * bootstrap resamples of the rows. A metric that these rows do not define (AUC with one class) is left out.
 */
export function measure(
  kind: 'classification' | 'regression',
  scored: Scored,
  seed: number,
  task: Task,
): Metric[] {
  const measures = kind === 'classification' ? classification : regression;
  const n = scored.predicted.length;
  if (n === 0) return [];
  const values = measures.map(([, of]) => of(scored, new Float64Array(n).fill(1)));
  const draws = measures.map((): number[] => []);
  const random = createRandom(seed, 12);
  const weight = new Float64Array(n);
  for (let b = 0; b < resamples; b++) {
    task.report(b / resamples);
    weight.fill(0);
    for (let i = 0; i < n; i++) weight[random.below(n)]++;
    measures.forEach(([, of], m) => {
      const value = of(scored, weight);
      if (Number.isFinite(value)) draws[m].push(value);
    });
  }
  return measures.flatMap(([name], m) => {
    if (!Number.isFinite(values[m])) return [];
    const sorted = draws[m].sort((a, b) => a - b);
    return [
      { name, value: values[m], interval: [quantile(sorted, 0.025), quantile(sorted, 0.975)] as const },
    ];
  });
}

function quantile(sorted: readonly number[], probability: number): number {
  const at = probability * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * (sorted[Math.ceil(at)] - sorted[low]);
}

function weightedMean(weight: Float64Array, of: (i: number) => number): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < weight.length; i++) {
    if (weight[i] === 0) continue;
    sum += weight[i] * of(i);
    total += weight[i];
  }
  return sum / total;
}

/** Probabilities are kept 1e-15 away from 0 and 1, as is usual, so that one wrong certainty is not infinite. */
function logLoss(p: number, y: number): number {
  const bounded = Math.min(1 - 1e-15, Math.max(1e-15, p));
  return -(y * Math.log(bounded) + (1 - y) * Math.log(1 - bounded));
}

/** Chance that a positive is ranked above a negative, ties for a half; NaN without both. */
function auc({ predicted, observed }: Scored, weight: Float64Array): number {
  let below = 0;
  let positives = 0;
  let wins = 0;
  for (let i = 0; i < predicted.length; ) {
    let tiedPositive = 0;
    let tiedNegative = 0;
    const value = predicted[i];
    for (; i < predicted.length && predicted[i] === value; i++) {
      tiedPositive += weight[i] * observed[i];
      tiedNegative += weight[i] * (1 - observed[i]);
    }
    wins += tiedPositive * (below + tiedNegative / 2);
    below += tiedNegative;
    positives += tiedPositive;
  }
  return wins / (positives * below);
}

/** Mean distance between predicted and observed share over ten bins of equal size, weighted by rows (Naeini et al. 2015). */
function calibrationError({ predicted, observed }: Scored, weight: Float64Array): number {
  let sum = 0;
  let total = 0;
  let from = 0;
  for (const to of binEnds(predicted.length)) {
    let difference = 0;
    for (let i = from; i < to; i++) {
      difference += weight[i] * (predicted[i] - observed[i]);
      total += weight[i];
    }
    sum += Math.abs(difference);
    from = to;
  }
  return sum / total;
}

/** 1 - squared error / squared error of the mean of these rows; not finite where they do not vary. */
function rSquared({ predicted, observed }: Scored, weight: Float64Array): number {
  const mean = weightedMean(weight, (i) => observed[i]);
  const spread = weightedMean(weight, (i) => (observed[i] - mean) ** 2);
  return spread > 0
    ? 1 - weightedMean(weight, (i) => (predicted[i] - observed[i]) ** 2) / spread
    : Number.NaN;
}
