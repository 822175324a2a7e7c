import type { Check } from '../../result.js';
import { normalCdf } from '../../statistics/normal.js';
import type { Task } from '../../task.js';
import { counted, figure, listed } from '../../words/phrases.js';
import { conditionalMean } from '../nuisances/conditional-mean.js';
import type { Finding } from './check.js';
import { columnValues } from './column-values.js';
import { holm } from './holm.js';
import { refit, withOutcome } from './refit.js';
import { residualProduct } from './residual-product.js';

/** How often a sound analysis fails this check. */
const falseAlarms = 0.05;

/** An effect that has to be 0. */
interface Control {
  /** `mail on visits before`. */
  readonly effect: string;
  readonly p: number;
}

type Given = Pick<Finding, 'study' | 'used'>;

/**
 * Negative controls (Lipsitch, Tchetgen Tchetgen and Cohen 2010): outcomes that the treatment cannot have moved, each estimated like the
 * outcome itself, and treatments that cannot have moved the outcome, each tested for a covariance with it given the treatment and the
 * covariates (a generalised covariance, on the residuals of the outcome that the estimate has). A confounder that is missing shows in
 * them as far as it moves them, too.
 *
 * Null hypothesis: all of these effects are 0. The check fails where one is not, by Holm's procedure over all of them together: in at
 * most 1 of 20 sound analyses. That the columns can be looked at was seen when the sample was drawn.
 */
export function negativeControlsCheck(given: Given, task: Task): Check {
  const { negativeOutcomes, negativeTreatments } = given.study.parameters;
  const asked = [...negativeOutcomes, ...negativeTreatments];
  const part = (i: number): Task =>
    task.part(i / asked.length, (i + 1) / asked.length, `Looking at the negative control ${asked[i]}`);
  const outcomes = negativeOutcomes.flatMap((column, i) => ofOutcome(given, column, part(i)));
  const treatments = negativeTreatments.flatMap((column, i) =>
    ofTreatment(given, column, part(negativeOutcomes.length + i)),
  );
  return judge([...outcomes, ...treatments]);
}

function judge(controls: readonly Control[]): Check {
  const name = 'negative controls';
  if (controls.length === 0) {
    const sentence = 'Negative controls were not looked at: none was named, or none varies.';
    return { name, passed: true, value: 1, threshold: falseAlarms, sentence };
  }
  const adjusted = holm(controls.map(({ p }) => p));
  const value = Math.min(...adjusted);
  const failed = controls.filter((_, i) => adjusted[i] < falseAlarms).map(({ effect }) => effect);
  const passed = failed.length === 0;
  const verdict = passed
    ? 'so they hint at no missing confounder.'
    : `so ${listed(failed)} ${failed.length === 1 ? 'is' : 'are'} not 0, and a confounder that does this may be missing from the estimate, too.`;
  return {
    name,
    passed,
    value,
    threshold: falseAlarms,
    sentence: `${counted(controls.length, 'effect')} must be 0: the smallest p-value, adjusted for their number (Holm), is ${figure(value)}, below ${falseAlarms} in 1 of 20 sound analyses, ${verdict}`,
  };
}

/** Effects of the treatment on a column. */
function ofOutcome(given: Given, column: string, task: Task): Control[] {
  const { study } = given;
  const { request, sample, parameters } = study;
  const { feature } = columnValues(request.table, column, sample.rows);
  const { averages } = refit(withOutcome(given, feature.values, task.part(0, 0.8)), task.part(0.8, 1));
  return averages.map(({ estimate, stdError }, i) => ({
    effect: `${parameters.treatment} "${sample.arms[i + 1]}" on ${column}`,
    p: stdError > 0 ? 2 * normalCdf(-Math.abs(estimate) / stdError) : 1,
  }));
}

/** Effects of a column, or of its levels, on the outcome given the treatment. */
function ofTreatment({ study, used }: Given, column: string, task: Task): Control[] {
  const { request, sample, parameters } = study;
  const { arm, arms, outcome, clusters } = sample;
  const left = outcome.map((value, row) => value - used.outcome[arm[row]][row]);
  const inArm = {
    name: parameters.treatment,
    source: parameters.treatment,
    kind: 'categorical' as const,
    values: Float64Array.from(arm),
    levels: arms,
  };
  const { indicators } = columnValues(request.table, column, sample.rows);
  return indicators.map(({ name, values }, i) => {
    const use = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1));
    const part = task.part(i / indicators.length, (i + 1) / indicators.length);
    const mean = conditionalMean(study, { y: values, subject: 'treatment', use, more: [inArm] }, part);
    const residual = values.map((value, row) => value - mean[row]);
    return { effect: `${name} on ${parameters.outcome}`, p: residualProduct(residual, left, clusters).p };
  });
}
