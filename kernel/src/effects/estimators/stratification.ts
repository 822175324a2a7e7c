import type { Estimand } from '../../plan.js';
import { figure } from '../../words/phrases.js';
import { ratioEstimate } from '../inference/ratio-estimate.js';
import { type LogisticPropensities, logisticPropensities } from '../nuisances/logistic-propensities.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Sample } from '../sample/sample.js';
import type { Study } from '../study.js';
import { isAbout, pairPropensity } from './estimand-weights.js';
import type { Estimator } from './estimator.js';
import { oncePerStudy } from './once.js';
import type { Scores } from './scores.js';

/** As few as are ever cut unless asked for: with these Cochran (1968) found nine tenths of one confounder's bias gone. */
const fewestStrata = 5;
/** Bias left within strata from which it is said, in standard errors: an interval of 95 % then covers 94 %. */
const muchBias = 0.25;
/** Rows of an arm that a stratum needs for a mean with an error. */
const fewest = 2;

const propensitiesOf = oncePerStudy(logisticPropensities);

/**
 * Stratification on the propensity (Rosenbaum and Rubin 1984): rows are sorted into strata of equal size by their propensity
 * (option `strata`, by default {@link fittingStrata}, cut at quantiles of whom the estimand is about, or one for every value where there are so few), the arms' means are compared within each, and the
 * differences are averaged with the strata's shares of the population: `sum_s P_s (mean_1s - mean_0s) / sum_s P_s`. The variance is that of
 * the means within strata, `sum_s (P_s / P)^2 (s_1s^2 / n_1s + s_0s^2 / n_0s)`, and of the differences between strata. With several
 * arms the ATE takes the strata of each arm's own propensity (Imbens 2000).
 *
 * Supposes that the propensities are right, and that within a stratum the arms are alike: five strata leave about a tenth of the bias
 * of one confounder (Cochran 1968), more strata less, and what they leave is measured and said. Errors know that the propensities were estimated, as those of {@link ipw} do.
 */
export const stratification: Estimator = {
  nuisances(study, task) {
    const shares = study.sample.arms.map((_, own) => {
      const strata = strataOf(study, propensitiesOf(study, task).propensity, own, Math.max(own, 1), 'ate');
      return sharesIn(study.sample, strata, own);
    });
    return { propensity: shares, outcome: study.constants().outcome };
  },
  estimate(study, contrast, task) {
    const { estimand } = study.parameters;
    const fitted = propensitiesOf(study, task);
    const strata = [0, contrast].map((own) => strataOf(study, fitted.propensity, own, contrast, estimand));
    const scores = stratifiedScores(study.sample, strata, contrast, estimand, fitted);
    const warnings = [
      ...joinedWarnings(study, strata),
      ...biasWarnings(study, strata, contrast, fitted, scores),
    ];
    return { scores, warnings };
  },
};

/**
 * Strata for so many rows: their root, so that the bias within strata, which falls with their number or faster, stays below the error,
 * which falls with the root of the rows.
 */
function fittingStrata(rows: number): number {
  return Math.max(fewestStrata, Math.round(Math.sqrt(rows)));
}

function askedStrata({ parameters, sample }: Study): number {
  const { strata } = parameters.estimator.options;
  return typeof strata === 'number' ? strata : fittingStrata(sample.rows.length);
}

/** Joining a few strata of the default at the ends is part of it; it is said where a number was asked for, or few are left. */
function joinedWarnings(study: Study, strata: readonly Int32Array[]): string[] {
  const asked = askedStrata(study);
  const used = Math.min(...strata.map(countOf));
  const wanted = study.parameters.estimator.options.strata === undefined ? fewestStrata : asked;
  return used < wanted
    ? [
        `Of ${asked} strata ${used} are left: neighbours were joined where an arm had fewer than ${fewest} rows.`,
      ]
    : [];
}

/** A doubt where the propensity still differs so much between the arms of a stratum that the estimate is off by a good part of its error. */
function biasWarnings(
  { sample, parameters }: Study,
  strata: readonly Int32Array[],
  contrast: number,
  { propensity }: LogisticPropensities,
  { effect, population }: Scores,
): string[] {
  const { level, estimator } = parameters;
  const people = strataPopulation(sample, strata[1], contrast, parameters.estimand);
  const [baseline, treated] = [0, contrast].map((own, i) =>
    biasWithin(sample, strata[i], own, people, logOdds(propensity, contrast)),
  );
  const { stdError } = ratioEstimate(effect, population, level, undefined, sample.clusters);
  const off = Math.abs(treated - baseline) / stdError;
  if (!(off > muchBias)) return [];
  const more = estimator.options.strata === undefined ? '' : ' ask for more strata, or';
  return [
    `Within the strata the arms of "${sample.arms[contrast]}" and "${sample.arms[0]}" are not alike: by the propensity, about ${figure(off)} standard errors of confounding are left;${more} use \`aipw\`.`,
  ];
}

function logOdds(propensity: Nuisances['propensity'], contrast: number): Float64Array {
  return propensity[0].map((_, row) => {
    const p = Math.min(1 - 1e-9, Math.max(1e-9, pairPropensity(propensity, contrast, row)));
    return Math.log(p / (1 - p));
  });
}

/**
 * How far an arm's mean within strata is off for the score `by` that its rows and all rows of a stratum differ in:
 * `b sum_s P_s (mean_own,s(by) - mean_s(by)) / sum_s P_s`, where `b` is the slope of the outcome on `by` within the arm's strata.
 */
function biasWithin(
  { arm, outcome, weights }: Sample,
  stratum: Int32Array,
  own: number,
  population: Float64Array,
  by: Float64Array,
): number {
  const weight = (row: number): number => (weights ? weights[row] : 1);
  const ofArm = (row: number): number => (arm[row] === own ? weight(row) : 0);
  const scores = meansWithin(stratum, by, ofArm);
  const outcomes = meansWithin(stratum, outcome, ofArm);
  const people = meansWithin(stratum, by, (row) => population[row]);
  let [together, squares, apart] = [0, 0, 0];
  stratum.forEach((s, row) => {
    const difference = by[row] - scores[s];
    together += ofArm(row) * difference * (outcome[row] - outcomes[s]);
    squares += ofArm(row) * difference ** 2;
    if (population[row] > 0) apart += population[row] * (scores[s] - people[s]);
  });
  // Where all rows of a stratum are alike there is nothing but rounding to divide by.
  return squares > 1e-9 * sum(population) ? ((together / squares) * apart) / sum(population) : 0;
}

/** Weighted mean of values in each stratum. */
function meansWithin(
  stratum: Int32Array,
  values: Float64Array,
  weight: (row: number) => number,
): Float64Array {
  const total = new Float64Array(countOf(stratum));
  const size = new Float64Array(total.length);
  stratum.forEach((s, row) => {
    total[s] += weight(row) * values[row];
    size[s] += weight(row);
  });
  return total.map((value, s) => value / size[s]);
}

/** Stratum of every row for the mean of arm `own` in a contrast. */
function strataOf(
  study: Study,
  propensity: Nuisances['propensity'],
  own: number,
  contrast: number,
  estimand: Estimand,
): Int32Array {
  const { arm, arms } = study.sample;
  const apart = estimand === 'ate' && arms.length > 2;
  const value = (row: number): number =>
    apart ? propensity[own][row] : pairPropensity(propensity, contrast, row);
  const values = Float64Array.from(arm.keys(), value);
  const among = values.filter((_, row) => isAbout(estimand, contrast, arm[row])).sort();
  const count = askedStrata(study);
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const cuts =
    distinct.length <= count
      ? distinct.slice(0, -1)
      : Array.from({ length: count - 1 }, (_, s) => cutNear(among, ((s + 1) * among.length) / count));
  const stratum = Int32Array.from(values, (p) => cuts.filter((cut) => p > cut).length);
  return joined(stratum, count, arm, apart ? [own] : [0, contrast]);
}

/** Highest value below a cut of sorted values at the place nearest to `rank` that parts no equal ones. */
function cutNear(sorted: Float64Array, rank: number): number {
  const value = sorted[Math.ceil(rank) - 1];
  const start = sorted.indexOf(value);
  const end = sorted.lastIndexOf(value) + 1;
  return start > 0 && rank - start < end - rank ? sorted[start - 1] : value;
}

/** Strata joined with the next one until each has enough rows of every arm in need, numbered anew. */
function joined(stratum: Int32Array, count: number, arm: Int32Array, needs: readonly number[]): Int32Array {
  const sizes = Array.from({ length: count }, () => needs.map(() => 0));
  stratum.forEach((s, row) => {
    const at = needs.indexOf(arm[row]);
    if (at >= 0) sizes[s][at]++;
  });
  const place = new Int32Array(count);
  let current = 0;
  let met = needs.map(() => 0);
  for (let s = 0; s < count; s++) {
    if (met.every((n) => n >= fewest)) {
      current++;
      met = needs.map(() => 0);
    }
    place[s] = current;
    met = met.map((n, i) => n + sizes[s][i]);
  }
  // What is left at the end joins the stratum before.
  const last = met.every((n) => n >= fewest) ? current : Math.max(0, current - 1);
  return stratum.map((s) => Math.min(last, place[s]));
}

function countOf(stratum: Int32Array): number {
  return stratum.reduce((most, s) => Math.max(most, s), 0) + 1;
}

/** Share of an arm in the stratum of every row. */
function sharesIn({ arm, weights }: Sample, stratum: Int32Array, own: number): Float64Array {
  const all = new Float64Array(countOf(stratum));
  const inArm = new Float64Array(all.length);
  stratum.forEach((s, row) => {
    const weight = weights ? weights[row] : 1;
    all[s] += weight;
    if (arm[row] === own) inArm[s] += weight;
  });
  return Float64Array.from(stratum, (s) => inArm[s] / all[s]);
}

/**
 * Scores of the means within strata; `strata` are those of the baseline and of the arm.
 * @param fitted where given, errors know that the propensities were estimated
 */
export function stratifiedScores(
  sample: Sample,
  strata: readonly Int32Array[],
  contrast: number,
  estimand: Estimand,
  fitted?: LogisticPropensities,
): Scores {
  const population = strataPopulation(sample, strata[1], contrast, estimand);
  const [baseline, treated] = [0, contrast].map((own, i) => {
    const { part, means } = stratifiedPart(sample, strata[i], own, population);
    if (!fitted) return part;
    const mean = sum(part) / sum(population);
    const unexplained = fitted.explained(part.map((value, row) => value - mean * population[row]));
    // Other propensities are other people: by that much the mean over them moves.
    const moved = fitted.influence((row, p) => whom(estimand, p, contrast) * (means[row] - mean));
    return part.map((value, row) => value + unexplained[row] + moved[row]);
  });
  return { effect: treated.map((value, row) => value - baseline[row]), baseline, population };
}

/** How much of a row of these propensities the estimand is about, on average. */
function whom(estimand: Estimand, p: readonly number[], contrast: number): number {
  switch (estimand) {
    case 'ate':
      return 1;
    case 'att':
      return p[contrast];
    case 'atc':
      return p[0];
    case 'overlap':
      return (p[contrast] * p[0]) / (p[contrast] + p[0]);
  }
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** As {@link estimandPopulation}, with the shares of the pair in a stratum for propensities. */
function strataPopulation(
  { arm, weights }: Sample,
  stratum: Int32Array,
  contrast: number,
  estimand: Estimand,
): Float64Array {
  const sizes = [0, contrast].map((own) => {
    const size = new Float64Array(countOf(stratum));
    stratum.forEach((s, row) => {
      if (arm[row] === own) size[s] += weights ? weights[row] : 1;
    });
    return size;
  });
  return Float64Array.from(arm, (a, row) => {
    const weight = weights ? weights[row] : 1;
    if (!isAbout(estimand, contrast, a)) return 0;
    if (estimand !== 'overlap') return weight;
    const [untreated, treated] = sizes.map((size) => size[stratum[row]]);
    return weight * ((a === contrast ? untreated : treated) / (treated + untreated)) ** 2;
  });
}

/** Mean of an arm in the stratum of every row, and the parts: it times the row's population, and what the arm's own rows differ from it. */
function stratifiedPart(
  { arm, outcome, weights }: Sample,
  stratum: Int32Array,
  own: number,
  population: Float64Array,
): { part: Float64Array; means: Float64Array } {
  const count = countOf(stratum);
  const [size, total, rows, people] = [0, 1, 2, 3].map(() => new Float64Array(count));
  stratum.forEach((s, row) => {
    people[s] += population[row];
    if (arm[row] !== own) return;
    const weight = weights ? weights[row] : 1;
    size[s] += weight;
    total[s] += weight * outcome[row];
    rows[s]++;
  });
  const means = Float64Array.from(stratum, (s) => total[s] / size[s]);
  const part = Float64Array.from(stratum, (s, row) => {
    if (arm[row] !== own) return population[row] * means[row];
    const weight = weights ? weights[row] : 1;
    // The root makes the variance within a stratum that of n - 1.
    const scale = Math.sqrt(rows[s] / (rows[s] - 1)) * (people[s] / size[s]);
    return population[row] * means[row] + scale * weight * (outcome[row] - means[row]);
  });
  return { part, means };
}
