import { power } from '../../statistics/power.js';
import type { Task } from '../../task.js';
import type { Study } from '../study.js';
import { conditionalMean } from './conditional-mean.js';

/** Density of a dose given the covariates, at any dose. */
export type DoseDensity = (row: number, dose: number) => number;

/** Places at which the density of the residual is laid out. */
const places = 1024;

/**
 * Density of a dose given the covariates by location and scale: `f(a | x) = k((a - m(x)) / s(x)) / s(x)`, mean and variance cross-fitted,
 * and the density of the scaled residuals smoothed with a normal kernel (bandwidth of Silverman 1986). It follows any shape of the
 * residuals, as long as only their centre and spread depend on the covariates.
 */
export function doseDensity(study: Study, dose: Float64Array, task: Task): DoseDensity {
  const mean = conditionalMean(
    study,
    { y: dose, subject: 'treatment' },
    task.part(0, 0.5, 'Fitting the dose'),
  );
  const squares = dose.map((value, row) => (value - mean[row]) ** 2);
  const variance = conditionalMean(
    study,
    { y: squares, subject: 'treatment' },
    task.part(0.5, 1, 'Fitting its spread'),
  );
  const overall = squares.reduce((sum, value) => sum + value, 0) / squares.length;
  const spread = variance.map((value) => Math.sqrt(Math.max(value, 0.05 * overall)));
  const density = smoothDensity(dose.map((value, row) => (value - mean[row]) / spread[row]));
  return (row, at) => density((at - mean[row]) / spread[row]) / spread[row];
}

/** Kernel density of some values, read off a fine grid; 0 far outside of them. */
function smoothDensity(values: Float64Array): (at: number) => number {
  const sorted = values.slice().sort();
  const n = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
  const quartiles = sorted[Math.floor(0.75 * (n - 1))] - sorted[Math.floor(0.25 * (n - 1))];
  const scale = quartiles > 0 ? Math.min(deviation, quartiles / 1.34) : deviation;
  const width = 0.9 * (scale || 1) * power(n, -0.2);
  const [low, high] = [sorted[0] - 4 * width, sorted[n - 1] + 4 * width];
  const step = (high - low) / (places - 1);
  const grid = new Float64Array(places);
  for (const value of sorted) {
    const from = Math.max(0, Math.ceil((value - 4 * width - low) / step));
    const to = Math.min(places - 1, Math.floor((value + 4 * width - low) / step));
    for (let i = from; i <= to; i++) grid[i] += Math.exp(-0.5 * ((low + i * step - value) / width) ** 2);
  }
  const total = grid.reduce((sum, value) => sum + value, 0) * step;
  return (at) => {
    const place = (at - low) / step;
    const i = Math.floor(place);
    if (!(i >= 0 && i < places - 1)) return 0;
    return (grid[i] + (place - i) * (grid[i + 1] - grid[i])) / total;
  };
}
