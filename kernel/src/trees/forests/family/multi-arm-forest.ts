import type { Features } from '../../../data/table.js';
import { type Task, unwatched } from '../../../task.js';
import type { BinnedMatrix } from '../../matrix/binned-matrix.js';
import { predictEstimates } from '../estimates.js';
import type { Estimates, Forest } from '../forest.js';
import { growForest } from '../grow-forest.js';
import type { GrowthOptions } from '../growth.js';
import { type LinearMoment, momentWidth, placeOfH, sizeOfH } from '../moment.js';
import { Checks } from './checks.js';
import { product } from './effects.js';

/** Who got which arm. */
export interface Arms {
  /** Names of the arms. */
  readonly names: readonly string[];
  /** Arm of every row of the matrix, an index of `names`. */
  readonly arm: Int32Array;
  /** Probability of each arm given x from cross-fitting: one array per arm, one entry per row of the matrix. */
  readonly propensities: readonly Float64Array[];
  /** Name of the arm the others are compared with; the first by default. */
  readonly baseline?: string;
}

/** Effects of every arm but the baseline over it. */
export interface ArmEffects {
  /** Arms compared, K of them, in the order of the contrasts. */
  readonly contrasts: readonly string[];
  readonly baseline: string;
  /** rows x K. */
  readonly effect: Float64Array;
  /** rows x K x K; its diagonal holds the variances. NaN where the forest cannot tell. */
  readonly covariance: Float64Array;
}

/** A forest of the effects of several arms. */
export interface MultiArmForest {
  readonly forest: Forest;
  readonly contrasts: readonly string[];
  readonly baseline: string;
  /** One row per entry of the rows it was grown on, each from the trees that did not see it. */
  readonly outOfBag: ArmEffects;
}

/**
 * Honest causal forest of several arms (Athey, Tibshirani & Wager 2019, section 6, with a vector of treatments): with w_k
 * = 1{arm k} less its propensity for every arm k but the baseline, the K effects at x solve
 * sum alpha_i(x) w_i (y_i - w_i' effects) = 0 together. One set of trees serves all contrasts, so that arms are comparable.
 *
 * @param yResidual outcome less its mean given x over all arms, one per row of the matrix, from cross-fitting
 * @param rows rows to learn from
 * @throws InputError with all of: CS5003 for fewer than 8 rows, CS5050 where an outcome is missing, CS5053 for arms with fewer
 *   than 2 rows, CS5054 for a row or a baseline of no known arm, CS5055 for propensities not between 0 and 1
 */
export function fitMultiArmForest(
  matrix: BinnedMatrix,
  yResidual: Float64Array,
  arms: Arms,
  rows: Int32Array,
  options: GrowthOptions,
  task: Task = unwatched,
): MultiArmForest {
  const { names, baseline = names[0] } = arms;
  checkArms(yResidual, arms, baseline, rows);
  const contrasts = names.filter((name) => name !== baseline);
  const moment: LinearMoment = { parameters: contrasts.length, symmetric: true };
  const residuals = contrasts.map((name) => armResiduals(arms, names.indexOf(name)));
  const data = { matrix, rows, moment, ...armMoments(moment, yResidual, residuals) };
  const { forest, outOfBag } = growForest(data, options, task);
  return { forest, contrasts, baseline, outOfBag: armEffects(outOfBag, contrasts, baseline) };
}

/** Effects for new rows, from all trees. Throws InputError where a feature of the forest is absent or of another kind. */
export function predictArmEffects(
  model: MultiArmForest,
  features: Features,
  task: Task = unwatched,
): ArmEffects {
  return armEffects(predictEstimates(model.forest, features, task), model.contrasts, model.baseline);
}

/** Effects of an arm over another, either of which may be the baseline, one per row, with the variance of each. */
export function armContrast(
  effects: ArmEffects,
  arm: string,
  over: string = effects.baseline,
): { effect: Float64Array; variance: Float64Array } {
  const { contrasts, covariance } = effects;
  const k = contrasts.length;
  const plus = placeOfArm(effects, arm);
  const minus = placeOfArm(effects, over);
  const rows = effects.effect.length / k;
  const at = (row: number, i: number, j: number): number =>
    i < 0 || j < 0 ? 0 : covariance[(row * k + i) * k + j];
  const value = (row: number, i: number): number => (i < 0 ? 0 : effects.effect[row * k + i]);
  const effect = new Float64Array(rows);
  const variance = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    effect[row] = value(row, plus) - value(row, minus);
    variance[row] = at(row, plus, plus) + at(row, minus, minus) - 2 * at(row, plus, minus);
  }
  return { effect, variance };
}

/** Place of an arm among the contrasts, -1 for the baseline. Throws InputError CS5054 for another name. */
function placeOfArm({ contrasts, baseline }: ArmEffects, arm: string): number {
  const place = contrasts.indexOf(arm);
  if (place < 0 && arm !== baseline) {
    const checks = new Checks();
    checks.add('CS5054', `There is no arm ${arm}; the arms are ${[baseline, ...contrasts].join(', ')}.`);
    checks.done();
  }
  return place;
}

function armEffects(
  { theta, covariance }: Estimates,
  contrasts: readonly string[],
  baseline: string,
): ArmEffects {
  return { contrasts, baseline, effect: theta, covariance };
}

function armResiduals({ arm, propensities }: Arms, own: number): Float64Array {
  return propensities[own].map((propensity, row) => (arm[row] === own ? 1 : 0) - propensity);
}

/** a = w y, h = w w', and the size of a row: its squared distance from the propensities. */
function armMoments(
  moment: LinearMoment,
  yResidual: Float64Array,
  residuals: readonly Float64Array[],
): { a: Float64Array; h: Float64Array; size: Float64Array } {
  const rows = yResidual.length;
  const k = moment.parameters;
  const width = sizeOfH(moment);
  const a = new Float64Array(rows * k);
  const h = new Float64Array(rows * width);
  const size = new Float64Array(rows);
  const offset = momentWidth(moment) - width;
  for (let i = 0; i < k; i++) {
    const wy = product(residuals[i], yResidual);
    for (let row = 0; row < rows; row++) a[row * k + i] = wy[row];
    for (let j = 0; j <= i; j++) {
      const place = placeOfH(moment, i, j) - offset;
      const ww = product(residuals[i], residuals[j]);
      for (let row = 0; row < rows; row++) h[row * width + place] = ww[row];
      if (i === j) for (let row = 0; row < rows; row++) size[row] += ww[row];
    }
  }
  return { a, h, size };
}

function checkArms(yResidual: Float64Array, arms: Arms, baseline: string, rows: Int32Array): void {
  const { names, arm, propensities } = arms;
  const checks = new Checks();
  checks.rows(rows);
  checks.finite('outcome', yResidual, rows);
  if (!names.includes(baseline)) {
    checks.add('CS5054', `The baseline ${baseline} is none of the arms ${names.join(', ')}.`);
  }
  const stray = rows.find((row) => !(arm[row] >= 0 && arm[row] < names.length));
  if (stray !== undefined) checks.add('CS5054', `Row ${stray + 1} has no known arm; keep only rows that do.`);
  names.forEach((name, own) => {
    const count = rows.reduce((sum, row) => sum + (arm[row] === own ? 1 : 0), 0);
    if (count < 2) {
      const has = count === 0 ? 'no rows' : 'one row';
      checks.add('CS5053', `Arm ${name} has ${has} but needs 2; drop it or join it with another.`);
    }
    const bad = rows.find((row) => !(propensities[own][row] > 0 && propensities[own][row] < 1));
    if (bad !== undefined) {
      const value = propensities[own][bad];
      checks.add(
        'CS5055',
        `The propensity of arm ${name} is ${value} for row ${bad + 1}, not between 0 and 1.`,
      );
    }
  });
  if (names.length < 2) checks.add('CS5053', 'There is one arm only; a comparison needs two.');
  checks.done();
}
