import type { Estimate, Mediation } from '../../result.js';
import type { Task } from '../../task.js';
import { counted, figure, listed, percent } from '../../words/phrases.js';
import { type RatioEstimate, ratioEstimate } from '../inference/ratio-estimate.js';
import { meanInArm, mediatorNuisances } from '../nuisances/mediator-nuisances.js';
import type { Study } from '../study.js';
import { meanOverDivisions, overDivisions, rowMeans } from './divisions.js';
import type { Estimator } from './estimator.js';
import { oncePerStudy } from './once.js';
import type { Scores } from './scores.js';
import { clipped, scaledPart } from './weighted-part.js';

/** Per-row parts of the three mean outcomes that direct and indirect effects are made of. */
interface Worlds {
  /** The arm, with the mediators as in the arm. */
  readonly treated: Float64Array;
  /** The arm, with the mediators as under the baseline. */
  readonly crossed: Float64Array;
  readonly untreated: Float64Array;
}

/** `[division][contrast]`. */
const worldsOf = oncePerStudy((study, task) => overDivisions(study, task, worldsByContrast));

function worldsByContrast(study: Study, task: Task): readonly Worlds[] {
  const { arm, outcome } = study.sample;
  const { propensity, informed, outcome: byMediators, byFold } = mediatorNuisances(study, task.part(0, 0.8));
  const { outcome: byCovariates } = study.nuisances(task);
  const inArm = (own: number, row: number): number => (arm[row] === own ? 1 : 0);
  const plain = (own: number): Float64Array =>
    scaledPart(
      outcome,
      byCovariates[own],
      outcome.map((_, row) => inArm(own, row) / clipped(propensity[own][row])),
    );
  const untreated = plain(0);
  return study.contrasts.map((own): Worlds => {
    const mean = meanInArm(study, byFold[own], 0, task.part(0.8, 1, 'Averaging over mediators'));
    const moved = outcome.map(
      (_, row) =>
        (inArm(own, row) * informed[0][row]) / (clipped(informed[own][row]) * clipped(propensity[0][row])),
    );
    const missed = scaledPart(outcome, byMediators[own], moved);
    const averaged = scaledPart(
      byMediators[own],
      mean,
      outcome.map((_, row) => inArm(0, row) / clipped(propensity[0][row])),
    );
    const crossed = missed.map((value, row) => value - byMediators[own][row] + averaged[row]);
    return { treated: plain(own), crossed, untreated };
  });
}

/**
 * Natural direct and indirect effects (Pearl 2001), multiply robust (Tchetgen Tchetgen and Shpitser 2012): with `y(a, m(b))` the outcome in arm
 * `a` had the mediators been as in arm `b`, total `y(a, m(a)) - y(0, m(0))` = direct `y(a, m(0)) - y(0, m(0))` + indirect `y(a, m(a)) - y(a, m(0))`.
 * Mean outcomes, probabilities of the arms with and without the mediators, and the mean over the mediators are cross-fitted; any number of
 * mediators of any kind, taken together ({@link mediatorNuisances}); where rows are few, over several divisions into folds. The contrast of the
 * result is the total effect.
 *
 * Supposes that what is adjusted for holds every confounder of treatment and outcome, of treatment and mediators, and of mediators and
 * outcome, and that the treatment moves none of those. The last cannot be had by experiment on the treatment, and data do not show its want.
 */
export const mediation: Estimator = {
  nuisances: (study, task) => study.nuisances(task),
  estimandSentence: ({ sample, parameters }) => {
    const { treatment, outcome, mediators } = parameters;
    const arms = sample.arms.slice(1).map((arm) => `${treatment} = ${arm}`);
    return `Average over all ${counted(sample.rows.length, 'row')} of ${outcome} had everyone had ${arms.join(' or ')}, less ${outcome} had everyone had ${treatment} = ${sample.arms[0]} (ATE), in two parts: through ${listed(mediators)}, and not.`;
  },
  estimate(study, contrast, task) {
    const worlds = worldsOf(study, task).map((own) => own[contrast - 1]);
    return { scores: { ...totalOf(worlds), baseline: rowMeans(worlds.map(({ untreated }) => untreated)) } };
  },
  findings: (study, task) => {
    const divisions = worldsOf(study, task);
    const parts = study.contrasts.map((contrast) =>
      partsOf(
        study,
        divisions.map((own) => own[contrast - 1]),
        contrast,
        task,
      ),
    );
    return { mediation: parts };
  },
};

/** The total needs no more than nuisances of covariates, and hardly varies with the division: its error is that of its scores. */
function totalOf(divisions: readonly Worlds[]): Scores {
  const [treated, untreated] = (['treated', 'untreated'] as const).map((world) =>
    rowMeans(divisions.map((worlds) => worlds[world])),
  );
  return difference(treated, untreated);
}

function difference(a: Float64Array, b: Float64Array): Scores {
  return { effect: a.map((value, row) => value - b[row]), population: new Float64Array(a.length).fill(1) };
}

function partsOf(study: Study, divisions: readonly Worlds[], contrast: number, task: Task): Mediation {
  task.check();
  const { sample, parameters } = study;
  const { level, mediators } = parameters;
  const of = ({ effect, population }: Scores): RatioEstimate =>
    ratioEstimate(effect, population, level, undefined, sample.clusters);
  const over = (find: (worlds: Worlds) => RatioEstimate, center?: number): Estimate => {
    const { estimate, stdError, interval } = meanOverDivisions(divisions.map(find), level, center);
    return { estimate, stdError, interval };
  };
  const total = ({ treated, untreated }: Worlds): Scores => difference(treated, untreated);
  const indirect = ({ treated, crossed }: Worlds): Scores => difference(treated, crossed);
  const { estimate, stdError, interval } = of(totalOf(divisions));
  const whole: Estimate = { estimate, stdError, interval };
  const clear = whole.interval[0] > 0 || whole.interval[1] < 0;
  const through = over((worlds) => of(indirect(worlds)));
  const parts = {
    total: whole,
    direct: over(({ crossed, untreated }) => of(difference(crossed, untreated))),
    indirect: through,
    proportion: clear
      ? over(
          (worlds) => of({ effect: indirect(worlds).effect, population: total(worlds).effect }),
          through.estimate / whole.estimate,
        )
      : null,
  };
  return { arm: sample.arms[contrast], mediators, ...parts, sentence: sentenceOf(study, contrast, parts) };
}

function sentenceOf(
  { sample, parameters }: Study,
  contrast: number,
  { total, direct, indirect, proportion }: Pick<Mediation, 'total' | 'direct' | 'indirect' | 'proportion'>,
): string {
  const { treatment, outcome, mediators, level } = parameters;
  const said = ({ estimate, interval }: Estimate): string =>
    `${figure(estimate)} (${percent(level)} interval ${figure(interval[0])} to ${figure(interval[1])})`;
  const subject = `${treatment} = ${sample.arms[contrast]}`;
  const share = proportion
    ? `, which is ${percent(proportion.estimate)} of the whole (${percent(proportion.interval[0])} to ${percent(proportion.interval[1])})`
    : '; of a whole that is not clearly different from 0 no share can be told';
  return `Of the effect of ${subject} on ${outcome}, ${said(total)}, ${said(indirect)} goes through ${listed(mediators)} and ${said(direct)} does not${share}.`;
}
