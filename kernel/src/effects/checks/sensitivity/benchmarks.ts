import { joinFeatures } from '../../../data/features.js';
import type { Feature, Features } from '../../../data/table.js';
import { rowsWhere } from '../../../statistics/folds.js';
import { createRandom, sampleSorted } from '../../../statistics/random.js';
import type { Task } from '../../../task.js';
import { withSplines } from '../../nuisances/splines.js';
import type { Study } from '../../study.js';
import { type Gain, outcomeGains, propensitiesWithout } from './leave-out.js';
import { meanSquare, type Representer, representerOf, squaresOf } from './representer.js';
import { ofMeanOne, worthOf } from './row-weights.js';
import { type Strength, shareOf } from './strength.js';

/** Rows that tell the strengths of columns well enough. */
const mostRows = 20_000;

/** How strong a confounder would be that is to the observed covariates what one of them is to the others. */
export interface Benchmark extends Strength {
  /** Column, or text, that is adjusted for. */
  readonly column: string;
  /** What the two strengths were measured as, and the rows of the sample that they were measured on. */
  readonly gains: { readonly outcome: Gain; readonly treatment: Gain };
  readonly rows: Int32Array;
}

/**
 * Strengths of everything adjusted for, each found by leaving it out of a regression of the outcome (in each arm) and of the propensity on
 * the covariates and their curves: the gains in R2, and in the mean square of the Riesz representer, that it brings, relative to what is
 * there without it (Chernozhukov et al. 2022, section 6; Cinelli and Hazlett 2020, section 4.4). What columns do only together is not seen.
 */
export function benchmarksOf(study: Study, contrast: number, task: Task): Benchmark[] {
  const { sample, parameters, covariates } = study;
  const { adjustment, texts, seed } = parameters;
  const inputs = (scores: readonly Feature[]): Features =>
    withSplines(joinFeatures(covariates.columns, scores));
  const both = rowsWhere(sample.arm, (a) => a === 0 || a === contrast);
  const rows = sampleSorted(both, mostRows, createRandom(seed, 5));
  const regressors = inputs(covariates.outcomeScores);
  const ofOutcome = gainsInArms(study, contrast, regressors, rows, task.part(0, 0.5));
  const ofTreatment = gainsOfTreatment(
    study,
    contrast,
    inputs(covariates.treatmentScores),
    rows,
    task.part(0.5, 1),
  );
  return [...adjustment, ...texts.map((text) => text.name)].map((column) => {
    const gains = { outcome: ofOutcome(column), treatment: ofTreatment(column) };
    return {
      column,
      outcome: shareOf(gains.outcome.gain),
      treatment: shareOf(gains.treatment.gain),
      gains,
      rows,
    };
  });
}

/** Gains in R2 of the outcome over both arms, each a fit of its own. */
function gainsInArms(
  { sample }: Study,
  contrast: number,
  features: Features,
  rows: Int32Array,
  task: Task,
): (column: string) => Gain {
  const { arm, outcome, weights } = sample;
  const weight = ofMeanOne(weights && Float64Array.from(rows, (row) => weights[row]), rows.length);
  const arms = [contrast, 0].map((own, i) => {
    const places = rowsWhere(Int32Array.from(rows.keys()), (place) => arm[rows[place]] === own);
    const inArm = places.map((place) => rows[place]);
    const bySource = outcomeGains(features, outcome, inArm, task.part(i / 2, (i + 1) / 2), weights);
    return { places, share: places.reduce((sum, place) => sum + weight[place], 0) / rows.length, bySource };
  });
  return (column) => {
    const influence = new Float64Array(rows.length);
    let [gain, measured] = [0, 0];
    for (const { places, share, bySource } of arms) {
      const own = bySource.get(column);
      if (!own) continue;
      gain += share * own.gain;
      measured += share * own.measured;
      // A mean over the rows of the arm becomes one over those of both.
      const scale = (share * rows.length) / places.length;
      places.forEach((place, i) => {
        influence[place] = scale * own.influence[i];
      });
    }
    return { gain, measured, influence };
  };
}

/** Gains in the mean square of the representer, by propensities with and without a column. */
function gainsOfTreatment(
  { sample, parameters }: Study,
  contrast: number,
  features: Features,
  rows: Int32Array,
  task: Task,
): (column: string) => Gain {
  const { weights } = sample;
  const treated = Float64Array.from(sample.arm, (a) => (a === contrast ? 1 : 0));
  const propensities = propensitiesWithout(features, treated, rows, task, weights);
  const arm = Int32Array.from(rows, (row) => treated[row]);
  const weight = ofMeanOne(weights && Float64Array.from(rows, (row) => weights[row]), rows.length);
  const of = (p: Float64Array): Representer =>
    representerOf([p.map((value) => 1 - value), p], 1, parameters.estimand, weights && weight);
  /** What is left of the squares, less their mean. */
  const influenceOf = (representer: Representer): Float64Array => {
    const squares = squaresOf(representer, arm, 1);
    const mean = squares.reduce((sum, square, i) => sum + weight[i] * square, 0) / rows.length;
    return squares.map((square, i) => weight[i] * (square - mean));
  };
  const full = of(propensities.all);
  const [size, ofFull] = [meanSquare(full), influenceOf(full)];
  return (column) => {
    const without = propensities.without.get(column);
    if (!without) return { gain: 0, measured: 0, influence: new Float64Array(rows.length) };
    const less = of(without.propensity);
    const left = meanSquare(less);
    const measured = Math.max(0, size / left - 1);
    const ofLess = influenceOf(less);
    return {
      // Less what coefficients without meaning would add, as for the outcome.
      gain: Math.max(0, measured - without.freedom / worthOf(weight)),
      measured,
      influence: ofFull.map((value, i) => (value - (1 + measured) * ofLess[i]) / left),
    };
  };
}
