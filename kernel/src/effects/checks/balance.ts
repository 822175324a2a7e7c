import type { Feature, Features } from '../../data/table.js';
import type { BalanceRow, Check } from '../../result.js';
import { normalQuantile } from '../../statistics/normal.js';
import { figure } from '../../words/phrases.js';
import type { Sample } from '../sample/sample.js';

/** Standardised mean differences above this are commonly taken as imbalance (Austin 2009). */
const usualThreshold = 0.1;
/** How often the largest of all differences may pass its threshold by chance alone. */
const falseAlarms = 0.05;

/** A covariate as numbers to be averaged: a column, a level of one, its missingness, or a score. */
interface Measure {
  readonly name: string;
  readonly value: (row: number) => number;
}

/**
 * Standardised mean differences between arm `contrast` and the baseline, before and after weighting. Both are divided
 * by the spread before weighting, `sqrt((s1^2 + s0^2) / 2)`, so that they can be compared. Sample weights count
 * before and after; `weights` holds one entry per row, 0 outside the two arms. Missing numbers are left out and get an entry of their own.
 */
export function balanceOf(
  sample: Sample,
  features: Features,
  weights: Float64Array,
  contrast: number,
): BalanceRow[] {
  const { arm, arms } = sample;
  const given = sample.weights ?? new Float64Array(arm.length).fill(1);
  return features.list.flatMap(measures).map(({ name, value }) => {
    const plain = [contrast, 0].map((own) => weightedMoments(arm, own, given, value));
    const weighted = [contrast, 0].map((own) => weightedMoments(arm, own, weights, value));
    const spread = Math.sqrt((plain[0].variance + plain[1].variance) / 2);
    const standardised = ([a, b]: typeof plain): number => (spread > 0 ? (a.mean - b.mean) / spread : 0);
    return {
      arm: arms[contrast],
      covariate: name,
      before: standardised(plain),
      after: standardised(weighted),
    };
  });
}

/**
 * Passes where the largest difference after weighting is at most .1, or what chance alone would explain where the arms
 * are too small to tell: in an experiment of this size a difference has a standard error near `sqrt(1/n1 + 1/n0)`, and
 * the largest of `m` passes the `1 - .05 / 2m` normal quantile of that in 1 of 20. The sizes are those of the arms, not
 * effective ones: weights so uneven that they leave an imbalance shall not excuse it.
 */
export function balanceCheck(rows: readonly BalanceRow[], sample: Sample): Check {
  if (rows.length === 0) {
    return {
      name: 'balance',
      passed: true,
      value: 0,
      threshold: usualThreshold,
      sentence: 'Balance was not measured: no covariate was named.',
    };
  }
  const { arms } = sample;
  const thresholdOf = (arm: string): number => mostDifference(sample, arm, rows.length);
  const excess = (row: BalanceRow): number => Math.abs(row.after) / thresholdOf(row.arm);
  const worst = rows.reduce((a, b) => (excess(b) > excess(a) ? b : a));
  const threshold = thresholdOf(worst.arm);
  const passed = excess(worst) <= 1;
  const source =
    threshold > usualThreshold ? 'what chance alone explains with so few rows' : 'the usual bound';
  const verdict = passed
    ? 'so the arms are alike.'
    : `so "${worst.arm}" and "${arms[0]}" still differ in it and the estimate may carry that difference.`;
  return {
    name: 'balance',
    passed,
    value: Math.abs(worst.after),
    threshold,
    sentence: `Balance requires standardised mean differences of at most ${figure(threshold)} after weighting (${source}); the largest is ${figure(Math.abs(worst.after))}, of ${worst.covariate}, ${verdict}`,
  };
}

/** Largest of so many differences of an arm that the check lets pass. */
export function mostDifference({ arms, counts }: Sample, arm: string, among: number): number {
  const z = normalQuantile(1 - falseAlarms / 2 / among);
  return Math.max(usualThreshold, z * Math.sqrt(1 / counts[arms.indexOf(arm)] + 1 / counts[0]));
}

function measures(feature: Feature): Measure[] {
  const { name, values, kind, levels = [] } = feature;
  const gaps = values.some((value) => Number.isNaN(value));
  const missing = { name: `${name} (missing)`, value: (row: number) => (Number.isNaN(values[row]) ? 1 : 0) };
  const own: Measure[] =
    kind === 'numeric' ? [{ name, value: (row) => values[row] }] : levelsOf(name, values, levels);
  return gaps ? [...own, missing] : own;
}

/** The levels that there are rows of. */
function levelsOf(name: string, values: Float64Array, levels: readonly string[]): Measure[] {
  const present = new Set(values);
  return [...levels.keys()]
    .filter((code) => present.has(code))
    .map((code) => ({
      name: `${name} = ${levels[code]}`,
      value: (row) => (values[row] === code ? 1 : 0),
    }));
}

function weightedMoments(
  arm: Int32Array,
  own: number,
  weights: Float64Array,
  value: (row: number) => number,
): { mean: number; variance: number } {
  let total = 0;
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < arm.length; row++) {
    if (arm[row] !== own) continue;
    const x = value(row);
    if (Number.isNaN(x)) continue;
    const w = weights[row];
    total += w;
    sum += w * x;
    squares += w * x * x;
  }
  if (total === 0) return { mean: 0, variance: 0 };
  const mean = sum / total;
  return { mean, variance: Math.max(0, squares / total - mean * mean) };
}
