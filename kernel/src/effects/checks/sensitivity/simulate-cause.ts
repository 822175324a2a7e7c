import type { Sensitivity, SimulatedCause } from '../../../result.js';
import { pairPropensity } from '../../estimators/estimand-weights.js';
import type { Finding } from '../check.js';
import { representerOf } from './representer.js';
import { ofMeanOne } from './row-weights.js';

/** Effects of the simulated cause, in units of the strongest covariate's. */
const multiples = [0, 0.5, 1, 1.5, 2, 3];
/** Multiples beyond this are not looked at for one that turns the sign. */
const mostMultiple = 100;

/**
 * Estimates had a standard normal cause U of treatment and outcome been adjusted for, by how strong it is. Given the covariates the
 * treatment's residual has the correlation r with U in every row, so that `E[U | arm, x]` is `r sqrt((1 - p) / p)` in the arm and
 * `-r sqrt(p / (1 - p))` in the baseline, and the outcome has the slope `g` on U: what it moves the effect by is
 * `g r E[1 / sqrt(p (1 - p))]`, with the cross-fitted propensities p and `g^2 = R2 Var(residual) / (1 - r^2)`, R2 being its partial R2
 * with the outcome. (Carnegie, Harada and Hill 2016 draw U from its distribution given the data and adjust for it; this is what such draws
 * have for their mean.) Both shares are those of the strongest covariate times the square of a multiple, and the cause works towards an
 * effect of 0. A cell is null where so strong a cause is impossible: the data have less variation left than it would explain.
 */
export function simulateCauses(finding: Finding, sensitivity: readonly Sensitivity[]): SimulatedCause[] {
  return sensitivity.flatMap(({ arm, benchmarks }, i): SimulatedCause[] => {
    const [strongest] = benchmarks;
    if (!strongest) return [];
    const { estimate } = finding.contrasts[i];
    const unit = unitOf(finding, i + 1);
    const size = (outcome: number, treatment: number): number | null => {
      const [ofOutcome, ofTreatment] = [
        outcome ** 2 * strongest.outcome,
        treatment ** 2 * strongest.treatment,
      ];
      if (ofOutcome > 1 || ofTreatment >= 1) return null;
      return unit * Math.sqrt((ofOutcome * ofTreatment) / (1 - ofTreatment));
    };
    const moved = (outcome: number, treatment: number): number | null => {
      const bias = size(outcome, treatment);
      return bias === null ? null : estimate - Math.sign(estimate) * bias;
    };
    return [
      {
        arm,
        unit: strongest.column,
        multiples,
        estimates: multiples.map((outcome) => multiples.map((treatment) => moved(outcome, treatment))),
        turns: turningMultiple((multiple) => size(multiple, multiple), Math.abs(estimate)),
      },
    ];
  });
}

/** What a cause moves the effect by per `sqrt(R2 r^2 / (1 - r^2))`: `sd(residual) E[1 / sqrt(p (1 - p))]` over whom the estimand is about. */
function unitOf({ study, used }: Finding, contrast: number): number {
  const { arm, outcome, weights } = study.sample;
  const weight = ofMeanOne(weights, arm.length);
  const { propensity, outcome: means } = used;
  const { whom } = representerOf(propensity, contrast, study.parameters.estimand, weights && weight);
  let size = 0;
  let squares = 0;
  let open = 0;
  for (let row = 0; row < arm.length; row++) {
    const own = arm[row];
    const p = pairPropensity(propensity, contrast, row);
    open += (weight[row] * whom[row]) / Math.sqrt(Math.max(p * (1 - p), 1e-4)) / arm.length;
    if (own !== 0 && own !== contrast) continue;
    size += weight[row];
    squares += weight[row] * (outcome[row] - means[own][row]) ** 2;
  }
  return Math.sqrt(squares / size) * open;
}

/** Least multiple, of both effects, whose bias reaches the estimate; null where none does. */
function turningMultiple(bias: (multiple: number) => number | null, estimate: number): number | null {
  const reaches = (multiple: number): boolean => (bias(multiple) ?? Number.POSITIVE_INFINITY) >= estimate;
  let low = 0;
  let high = mostMultiple;
  if (!reaches(high)) return null;
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  // Where it stops for want of variation, not at the estimate, nothing possible turns the sign.
  return bias(high) === null ? null : high;
}
