import type { DoseCurve, DosePoint, Estimate } from '../../result.js';
import { histogram } from '../../statistics/histogram.js';
import type { Task } from '../../task.js';
import { counted, figure, percent } from '../../words/phrases.js';
import { withInterval } from '../inference/interval.js';
import { jointLevel } from '../inference/joint-level.js';
import { meanError } from '../inference/mean-error.js';
import type { Study } from '../study.js';
import { type DoseMean, dosesOf, fitOf, meanAt, overlapWarnings, shown } from './dose-fit.js';
import { quantilesAt } from './dose-grid.js';
import type { Estimator } from './estimator.js';
import { oncePerStudy } from './once.js';
import type { Scores } from './scores.js';

/** Points of the curve. */
const curvePoints = 25;

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
    const { level } = study.parameters;
    const { clusters } = study.sample;
    const warnings = contrast === 1 ? overlapWarnings(study, fitOf(study, task)) : [];
    const scores = contrastScores(levels[contrast], levels[0]);
    const { estimate, stdError, freedom } = meanError(scores.effect, level, clusters);
    const under = meanError(scores.baseline, level, clusters);
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
  const even = Array.from({ length: curvePoints }, (_, i) => low + ((high - low) * i) / (curvePoints - 1));
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
    const found = meanError(values, level, clusters);
    const band = withInterval(estimate, found.stdError, joint, found.freedom).interval;
    return { dose: places[i], estimate, stdError: found.stdError, interval: found.interval, band };
  });
  const { estimate, stdError, interval } = meanError(fit.slope, level, clusters);
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
