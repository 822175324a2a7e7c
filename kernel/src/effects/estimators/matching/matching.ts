import { inputError } from '../../../problem.js';
import type { Task } from '../../../task.js';
import { counted, percent } from '../../../words/phrases.js';
import type { Study } from '../../study.js';
import { isAbout } from '../estimand-weights.js';
import type { Average, Estimated, Estimator } from '../estimator.js';
import type { Scores } from '../scores.js';
import { peersOf, varianceOfReuse } from './errors.js';
import { errorOfPropensity } from './estimated-propensity.js';
import { type Ground, groundsOf, treatmentFeatures } from './grounds.js';
import { findMatches, type MatchedArm, matchedArm } from './matched-arm.js';
import type { Matches } from './matches.js';
import { type MatchingSettings, matchingSettings } from './settings.js';

/**
 * Matching: the outcome that a row would have had in the other arm is that of the rows there which are nearest to it, and the effect is
 * the mean of the differences,
 *
 * `1/N sum (Y_i - mean of Y_j over the matches j of i)`, with its sign by arm,
 *
 * over everyone (ATE), the treated (ATT) or the untreated (ATC).
 *
 * Near is meant in the covariates (Mahalanobis distance, or in standard deviations) or in the log odds of the propensity of a
 * logistic regression. Exact by search, ties share the weight, and a `caliper` leaves out rows without a match near enough,
 * which changes whom the average is over. A linear regression on the matches takes out what they still differ in (Abadie and Imbens
 * 2011): without it the bias falls only as `N^(-1/k)` with k continuous covariates.
 *
 * Assumes that the arms are alike given what is matched on, and that everyone has a like in the other arm. With a propensity
 * its logistic regression has to be right.
 *
 * Errors: Abadie and Imbens (2006), which hold for matches that are used over again as the bootstrap does not; with a propensity Abadie
 * and Imbens (2016), for its being estimated; without replacement those of the pairs (Abadie and Imbens 2012).
 */
export const matching: Estimator = {
  nuisances(study, task) {
    matchingSettings(study.parameters);
    return study.nuisances(task);
  },
  estimate(study, contrast, task) {
    const { found, average, ...reported } = matchArms(study, contrast, task);
    const [treated, untreated] = found.sides.map(({ shares }) => shares.weight);
    const weights = treated.map((weight, row) => weight + untreated[row]);
    return { scores: scoresOf(study, contrast, found, average, task), average, weights, ...reported };
  },
};

/** An average by matching, before it is parted into rows. */
export interface Matched extends Pick<Estimated, 'warnings' | 'estimandNote'> {
  readonly found: Found;
  readonly average: Required<Pick<Average, 'estimate' | 'stdError' | 'baseline'>>;
}

/** Matches arm `contrast` and the baseline: the average with its error, and whom it leaves out. */
export function matchArms(study: Study, contrast: number, task: Task): Matched {
  const settings = matchingSettings(study.parameters);
  const grounds = groundsOf(study, contrast, settings, task.part(0, 0.1, 'Setting rows side by side'));
  const found = matchBoth(study, contrast, grounds, settings, task.part(0.1, 0.7, 'Looking for matches'));
  const telling = task.part(0.7, 1, 'Telling the error of the matches');
  const average = averageOf(study, grounds, found, telling);
  return { found, average, ...reported(study, contrast, settings, found) };
}

/** Both outcomes of everyone in a population. */
export interface Found {
  /** Weights of the rows that have matches, of those an average is asked over. */
  readonly population: Float64Array;
  readonly asked: Float64Array;
  readonly sides: readonly [treated: MatchedArm, untreated: MatchedArm];
}

function matchBoth(
  study: Study,
  contrast: number,
  grounds: readonly [Ground, Ground],
  settings: MatchingSettings,
  task: Task,
): Found {
  const { arm, arms, weights } = study.sample;
  const { treatment, estimand } = study.parameters;
  const asked = Float64Array.from(arm, (a, row) =>
    isAbout(estimand, contrast, a) ? (weights ? weights[row] : 1) : 0,
  );
  const [ofTreated, ofUntreated] = [contrast, 0].map((own, side) =>
    findMatches(own, grounds[side], arm, asked, settings, task.part(side / 2, (side + 1) / 2)),
  );
  const complete = (row: number): boolean =>
    (arm[row] === contrast || ofTreated.listOf[row] >= 0) && (arm[row] === 0 || ofUntreated.listOf[row] >= 0);
  const population = asked.map((weight, row) => (weight > 0 && complete(row) ? weight : 0));
  if (population.every((weight) => weight === 0)) {
    throw inputError(
      'CS6053',
      `No row has a match for ${treatment} = ${arms[contrast]} against ${arms[0]}: widen the caliper, or ask for fewer exact columns.`,
      { column: treatment },
    );
  }
  const side = (own: number, ground: Ground, matches: Matches): MatchedArm =>
    matchedArm(own, ground, matches, study.sample, population, settings.biasCorrection, task);
  const sides = [side(contrast, grounds[0], ofTreated), side(0, grounds[1], ofUntreated)] as const;
  return { population, asked, sides };
}

/** The mean difference and its error. */
function averageOf(
  study: Study,
  grounds: readonly [Ground, Ground],
  { population, sides }: Found,
  task: Task,
): Matched['average'] {
  const { arm, outcome } = study.sample;
  const { estimand } = study.parameters;
  const [treated, untreated] = sides;
  const estimated = grounds[0].model !== undefined;
  const peers = [
    peersOf(treated, arm, estimated, task.part(0, 0.4)),
    peersOf(untreated, arm, estimated, task.part(0.4, 0.8)),
  ] as const;
  const reuse = sides.map((side, i) => varianceOfReuse(side, arm, peers[i]));
  const effects = treated.potential.map((value, row) => value - untreated.potential[row]);
  const { size, mean: estimate, squares } = weightedMoments(effects, population);
  const baseline = weightedMoments(untreated.potential, population);
  const variance = squares + reuse[0] + reuse[1];
  const models = [...new Set(grounds)].flatMap(({ model }) => model ?? []);
  const use = Uint8Array.from(arm, (a) => (estimand === 'ate' || a === treated.own || a === 0 ? 1 : 0));
  const features = treatmentFeatures(study);
  const matched = { arm, outcome, population, estimate, sides, peers, models, use, features };
  const corrected = variance + (estimated ? errorOfPropensity(matched, task.part(0.8, 1)) : 0);
  return {
    estimate,
    // In few rows the correction can outweigh what it corrects: the error is then told without it.
    stdError: Math.sqrt(corrected > 0 ? corrected : variance) / size,
    baseline: { mean: baseline.mean, stdError: Math.sqrt(baseline.squares + reuse[1]) / size },
  };
}

/** Mean over a population, and sum of the squares that the rows are off it by. */
function weightedMoments(
  values: Float64Array,
  population: Float64Array,
): { size: number; mean: number; squares: number } {
  let size = 0;
  let sum = 0;
  for (let row = 0; row < values.length; row++) {
    size += population[row];
    sum += population[row] * values[row];
  }
  const mean = sum / size;
  let squares = 0;
  for (let row = 0; row < values.length; row++) squares += (population[row] * (values[row] - mean)) ** 2;
  return { size, mean, squares };
}

/**
 * The same averages in parts, as those of weighting by the matches: `m_i + weight_i (Y_i - m_i)`, `m` being the mean outcome
 * given the covariates. Each row enters with what is its own, so that they tell the errors of clusters and groups; what matches differ in
 * from those they stand for is shared out evenly.
 */
function scoresOf(
  study: Study,
  contrast: number,
  { population, sides }: Found,
  { estimate, baseline }: Matched['average'],
  task: Task,
): Required<Scores> {
  const { arm, outcome } = study.sample;
  const means = study.nuisances(task).outcome;
  const [treated, untreated] = [contrast, 0].map((own, side) => {
    const { counted } = sides[side];
    return means[own].map(
      (mean, row) => population[row] * mean + (arm[row] === own ? counted[row] * (outcome[row] - mean) : 0),
    );
  });
  const effect = treated.map((value, row) => value - untreated[row]);
  return {
    effect: centredOn(effect, population, estimate),
    baseline: centredOn(untreated, population, baseline?.mean ?? 0),
    population,
  };
}

/** Parts whose sum over the population is moved to that of a mean. */
function centredOn(parts: Float64Array, population: Float64Array, mean: number): Float64Array {
  let size = 0;
  let sum = 0;
  for (let row = 0; row < parts.length; row++) {
    size += population[row];
    sum += parts[row];
  }
  return parts.map((part, row) => part + population[row] * (mean - sum / size));
}

/** Rows left out for want of a match, as a doubt and in the words of the estimand. */
function reported(
  { sample }: Study,
  contrast: number,
  { caliper, replacement }: MatchingSettings,
  { asked, population }: Found,
): Pick<Estimated, 'warnings' | 'estimandNote'> {
  const all = asked.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0);
  const kept = population.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0);
  if (kept === all) return {};
  const left = all - kept;
  const arm = sample.arms[contrast];
  const why = replacement
    ? `no match${caliper < Number.POSITIVE_INFINITY ? ' within the caliper' : ' equal in the exact columns'}`
    : 'no match left';
  return {
    warnings: [
      `${counted(left, 'row')} (${percent(left / all)}) of those that the effect of "${arm}" is about had ${why} and ${left === 1 ? 'was' : 'were'} left out: the average is over the others alone.`,
    ],
    estimandNote: ` For "${arm}" these are only the ${counted(kept, 'row')} that have a match; it says nothing about the other ${left.toLocaleString('en-US')}.`,
  };
}
