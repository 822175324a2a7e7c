import type { Check } from '../../../result.js';
import { rowsWhere } from '../../../statistics/folds.js';
import { normalQuantile } from '../../../statistics/normal.js';
import type { Task } from '../../../task.js';
import { fitHead, fitHeads, scoreHead } from '../../../text/heads.js';
import { selectTextRows, type TextDesign } from '../../../text/text-design.js';
import { figure, listed, percent } from '../../../words/phrases.js';
import { estimandPopulation } from '../../estimators/estimand-weights.js';
import { ratioEstimate } from '../../inference/ratio-estimate.js';
import type { Nuisances } from '../../nuisances/nuisances.js';
import type { Study } from '../../study.js';
import { balancingWeights } from '../balancing-weights.js';
import type { Checker, Finding } from '../check.js';
import { notMeasured } from './not-measured.js';

/** How often a sound analysis fails this check. */
const falseAlarms = 0.05;
/** Share of the standard error that a move has to have: with a bias of a quarter of it an interval of 95 % covers 94.3 %. */
const material = 0.25;

/**
 * Confounding that a text still holds. What is left of the outcome in each arm is regressed on the raw embedding and n-grams, out of fold;
 * adding that to the regressions would move the estimate by the mean of `(h - w) f`, `f` being the fitted rest, `h` the population and `w` the weights:
 * the part of the bias that lies along the features (a second-order influence function, as in Liu, Mukherjee and Robins 2020, "On nearly
 * assumption-free tests of nominal confidence interval coverage"). It needs both nuisances to have missed something, as bias does: what a
 * regression alone still misses, weights make good.
 *
 * Null hypothesis: the move is 0 in every contrast. The check fails where one is further from 0 than 1 in 20 would be by chance (Bonferroni
 * over contrasts) and is more than a quarter of the estimate's standard error. That is little, since it is the least of what is left: these rows are too few to
 * show the rest. The sentence says how much of both residuals the text explains out of fold.
 */
export const textResidualCheck: Checker = (finding, task) => {
  const { study, used, modes } = finding;
  if (!modes) return notMeasured('text residual', material);
  const quantile = normalQuantile(1 - falseAlarms / 2 / study.contrasts.length);
  const designs = modes.full.request.texts.map((text) => selectTextRows(text, study.sample.rows));
  const rests = restsOf(study, used, designs, task);
  const judged = study.contrasts.map((contrast) => judge(finding, rests, contrast, quantile));
  const worst = judged.reduce((a, b) => (b.share / b.allowed > a.share / a.allowed ? b : a));
  const { parameters } = study;
  const passed = worst.share <= worst.allowed;
  const names = listed(parameters.texts.map(({ name }) => name));
  const verdict = passed
    ? `so no confounding by ${names} is seen to be left.`
    : `so the estimate still carries some of the confounding by ${names}: take more rows, or doubt it.`;
  return {
    name: 'text residual',
    passed,
    value: worst.share,
    threshold: worst.allowed,
    sentence: `What is left of treatment and outcome must not go together along ${names}: out of fold the text explains ${percent(Math.max(0, rests.ofTreatment))} of what is left of ${parameters.treatment} and ${percent(Math.max(0, rests.ofOutcome))} of ${parameters.outcome}, and adjusting for that once more would move the effect of "${worst.arm}" by ${figure(worst.move)}, ${figure(worst.share)} of its standard errors where ${figure(worst.allowed)} would do, ${verdict}`,
  } satisfies Check;
};

/** What texts say of residuals, each row's from heads that never saw its fold. */
interface Rests {
  /** `[arm][row]`: of the outcome in the arm. */
  readonly byArm: readonly Float64Array[];
  /** Shares explained out of fold; below 0 where chance alone was learned. */
  readonly ofTreatment: number;
  readonly ofOutcome: number;
}

function restsOf(
  study: Study,
  { propensity, outcome }: Nuisances,
  designs: readonly TextDesign[],
  task: Task,
): Rests {
  const { sample } = study;
  const everyone = new Uint8Array(sample.arm.length).fill(1);
  const left = sample.outcome.map((y, row) => y - outcome[sample.arm[row]][row]);
  const steps = sample.arms.length + 1;
  const byArm = sample.arms.map((_, own) => {
    const use = Uint8Array.from(sample.arm, (a) => (a === own ? 1 : 0));
    const part = task.part(own / steps, (own + 1) / steps);
    return outOfFold(study, designs, { y: left, use, as: sample.outcome }, part);
  });
  const last = sample.arms.length - 1;
  const treatment = Float64Array.from(sample.arm, (a, row) => (a === last ? 1 : 0) - propensity[last][row]);
  const told = outOfFold(study, designs, { y: treatment, use: everyone }, task.part(1 - 1 / steps, 1));
  const own = left.map((_, row) => byArm[sample.arm[row]][row]);
  return { byArm, ofTreatment: explained(treatment, told), ofOutcome: explained(left, own) };
}

/** What is to be learned from the rows of other folds. */
interface Rest {
  readonly y: Float64Array;
  readonly use: Uint8Array;
  /** What is smoothed as much as `y` is to be; `y` itself where absent. */
  readonly as?: Float64Array;
}

/**
 * Sum over the texts of what their heads, learned from the other folds, say of `y`. What is left of an outcome is smoothed no more than the
 * outcome was: the penalty that predicts it best is so large, where little is left, that nothing is told.
 */
function outOfFold(
  { folds: { foldOf, folds, seed } }: Study,
  designs: readonly TextDesign[],
  { y, use, as }: Rest,
  task: Task,
): Float64Array {
  const total = new Float64Array(y.length);
  const lessons = Array.from({ length: folds }, (_, fold) => ({
    rows: rowsWhere(foldOf, (own, row) => own !== fold && use[row] === 1),
    y,
  }));
  designs.forEach((design, d) => {
    const part = task.part(d / designs.length, (d + 1) / designs.length);
    const like =
      as &&
      fitHead(
        design,
        rowsWhere(use, (used) => used === 1),
        as,
        { seed },
        part,
      ).l2;
    const options = like ? { seed, l2: like } : { seed };
    const byFold = fitHeads(design, lessons, options, part).map((head) => scoreHead(design, head));
    foldOf.forEach((own, row) => {
      const text = design.codes[row];
      if (text >= 0) total[row] += byFold[own][text];
    });
  });
  return total;
}

function explained(y: Float64Array, guess: Float64Array): number {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const all = y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const rest = y.reduce((sum, value, row) => sum + (value - mean - guess[row]) ** 2, 0);
  return all > 0 ? 1 - rest / all : 0;
}

/** What adjusting once more would do to a contrast. */
interface Judged {
  readonly arm: string;
  readonly move: number;
  /** The move in standard errors of the estimate, and the largest that passes. */
  readonly share: number;
  readonly allowed: number;
}

function judge(finding: Finding, { byArm }: Rests, contrast: number, quantile: number): Judged {
  const { sample, parameters } = finding.study;
  const { estimand, level } = parameters;
  const { arm, arms, clusters, weights } = sample;
  const population = estimandPopulation(arm, contrast, finding.used.propensity, estimand).map(
    (h, row) => h * (weights?.[row] ?? 1),
  );
  const size = population.reduce((sum, h) => sum + h, 0);
  const both = finding.estimated[contrast - 1].balanced ?? balancingWeights(finding, contrast);
  const [treated, untreated] = [contrast, 0].map((own) => {
    const weighted = both.map((w, row) => (arm[row] === own ? w : 0));
    const scale = size / weighted.reduce((sum, w) => sum + w, 0);
    // Their mean moves nothing, since weights add up to the population: it would only blur the error.
    const mean = byArm[own].reduce((sum, rest, row) => sum + population[row] * rest, 0) / size;
    return byArm[own].map((rest, row) => (population[row] - scale * weighted[row]) * (rest - mean));
  });
  const moves = treated.map((value, row) => value - untreated[row]);
  const errorOf = (part: Float64Array) => ratioEstimate(part, population, level, undefined, clusters);
  const { estimate: move, stdError } = errorOf(moves);
  const error = errorOf(finding.estimated[contrast - 1].scores.effect).stdError;
  const allowed = Math.max(material, (quantile * stdError) / error);
  return { arm: arms[contrast], move, share: Math.abs(move) / error, allowed };
}
