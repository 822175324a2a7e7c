import { inputError } from '../../problem.js';
import type { Task } from '../../task.js';
import { counted, listed } from '../../words/phrases.js';
import { ratioEstimate } from '../inference/ratio-estimate.js';
import { meanInArm, mediatorNuisances } from '../nuisances/mediator-nuisances.js';
import type { Study } from '../study.js';
import { meanOverDivisions, overDivisions, rowMeans } from './divisions.js';
import type { Estimator } from './estimator.js';
import { oncePerStudy } from './once.js';
import { clipped, scaledPart } from './weighted-part.js';

/** Regressions grow with the square of the arms. */
const mostArms = 6;

/** `[division][arm][row]`: parts of the mean outcome had everyone had the arm. */
const potentialsOf = oncePerStudy((study, task) => {
  refuseManyArms(study);
  return overDivisions(study, task, potentialsByArm);
});

function potentialsByArm(study: Study, task: Task): readonly Float64Array[] {
  const { arm, arms, outcome } = study.sample;
  const { propensity, informed, outcome: means, byFold } = mediatorNuisances(study, task.part(0, 0.6));
  // The mean outcome at the mediators, whatever the arm: what reaches the outcome through hidden causes stays as it is.
  const blended = outcome.map((_, row) =>
    arms.reduce((sum, _name, b) => sum + propensity[b][row] * means[b][row], 0),
  );
  const own = outcome.map((_, row) => means[arm[row]][row]);
  return arms.map((name, a) => {
    const part = task.part(
      0.6 + (0.4 * a) / arms.length,
      0.6 + (0.4 * (a + 1)) / arms.length,
      `Averaging over mediators of ${name}`,
    );
    const averaged = arms.map((_, b) =>
      meanInArm(study, byFold[b], a, part.part(b / arms.length, (b + 1) / arms.length)),
    );
    const moved = outcome.map((_, row) => {
      const at = arm[row];
      return (
        (informed[a][row] * propensity[at][row]) / (clipped(informed[at][row]) * clipped(propensity[a][row]))
      );
    });
    const missed = scaledPart(outcome, own, moved);
    const mean = outcome.map((_, row) =>
      arms.reduce((sum, _name, b) => sum + propensity[b][row] * averaged[b][row], 0),
    );
    const inArm = outcome.map((_, row) => (arm[row] === a ? 1 / clipped(propensity[a][row]) : 0));
    const carried = scaledPart(blended, mean, inArm);
    return outcome.map(
      (_, row) => missed[row] - own[row] + carried[row] - mean[row] + averaged[arm[row]][row],
    );
  });
}

/**
 * Doubly robust front-door estimate (Pearl 1995; Fulcher, Shpitser, Marealle and Tchetgen Tchetgen 2020) past hidden confounders of treatment
 * and outcome: `E[y(a)] = E[ sum over m of f(m | a, x) sum over b of p(b | x) mu(x, m, b) ]`. Its efficient influence function has three parts: the
 * outcome less its mean, weighted by `f(m | a, x) / f(m | t, x)`; the mean at the mediators less its mean given `x`, over the rows of the arm;
 * and the mean over the mediators of `a` at the row's own arm. All is cross-fitted, by regressions alone; any number of mediators of any
 * kind, taken together ({@link mediatorNuisances}), and where rows are few over several divisions into folds; up to 6 arms.
 *
 * Supposes that the mediators carry the whole effect, and that nothing hidden confounds them with the treatment or, given treatment and
 * what is adjusted for, with the outcome.
 */
export const frontDoor: Estimator = {
  nuisances: (study) => study.constants(),
  estimandSentence: ({ sample, parameters }) => {
    const { treatment, outcome, mediators } = parameters;
    const arms = sample.arms.slice(1).map((arm) => `${treatment} = ${arm}`);
    return `Average over all ${counted(sample.rows.length, 'row')} of ${outcome} had everyone had ${arms.join(' or ')}, less ${outcome} had everyone had ${treatment} = ${sample.arms[0]} (ATE), all of it through ${listed(mediators)}.`;
  },
  estimate(study, contrast, task) {
    const { level } = study.parameters;
    const { clusters } = study.sample;
    const divisions = potentialsOf(study, task);
    const population = new Float64Array(study.sample.arm.length).fill(1);
    const effects = divisions.map((own) => own[contrast].map((value, row) => value - own[0][row]));
    const of = (part: Float64Array) => ratioEstimate(part, population, level, undefined, clusters);
    const baseline = rowMeans(divisions.map(([own]) => own));
    const { estimate, stdError } = meanOverDivisions(effects.map(of), level);
    const under = of(baseline);
    return {
      scores: { effect: rowMeans(effects), baseline, population },
      average: { estimate, stdError, baseline: { mean: under.estimate, stdError: under.stdError } },
    };
  },
};

function refuseManyArms({ sample, parameters }: Study): void {
  if (sample.arms.length <= mostArms) return;
  throw inputError(
    'CS6003',
    `The treatment "${parameters.treatment}" has ${sample.arms.length} arms, and a front door takes at most ${mostArms}: name some with \`arms\`.`,
    { column: parameters.treatment },
  );
}
