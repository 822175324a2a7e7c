import type { Choice, NuisanceKind } from '../../plan.js';
import type { Folds } from '../../statistics/folds.js';
import type { Task } from '../../task.js';
import type { Sample } from '../sample/sample.js';
import type { Covariates } from './covariates.js';
import { crossFitStack, type FoldInputs } from './stack.js';

/** Cross-fitted nuisances: no row's value was learned from its own fold. */
export interface Nuisances {
  /** `[arm][row]`: probability of the arm given the covariates; over the arms they add up to 1. */
  readonly propensity: readonly Float64Array[];
  /** `[arm][row]`: mean outcome in the arm given the covariates. */
  readonly outcome: readonly Float64Array[];
}

/**
 * Propensities and outcome regressions of a sample, but for what is known.
 *
 * @param nuisances what they are learned with
 */
export function fitNuisances(
  sample: Sample,
  covariates: Covariates,
  folds: Folds,
  nuisances: Choice<NuisanceKind>,
  task: Task,
  known: Partial<Nuisances> = {},
): Nuisances {
  const { arms } = sample;
  const fitted = arms.length === 2 ? 1 : arms.length;
  const share = fitted / (fitted + arms.length);
  const propensity =
    known.propensity ?? fitPropensities(sample, covariates, folds, nuisances, task.part(0, share));
  const outcome = known.outcome ?? fitRegressions(sample, covariates, folds, nuisances, task.part(share, 1));
  return { propensity, outcome };
}

/**
 * Propensities of the arms. With two arms one is fitted; with more, one per arm against the rest, scaled to add up to 1: every contrast is
 * then about the same population (all rows), so that contrasts can be compared with each other, which pairs of arms fitted apart do
 * not allow.
 */
export function fitPropensities(
  { arms, arm, weights }: Sample,
  covariates: Pick<Covariates, 'inputs'>,
  folds: Folds,
  nuisances: Choice<NuisanceKind>,
  task: Task,
): Float64Array[] {
  const inputs = (fold: number): FoldInputs => covariates.inputs('treatment', fold);
  const use = new Uint8Array(arm.length).fill(1);
  const fitted = arms.length === 2 ? [1] : [...arms.keys()];
  const raw = fitted.map((own, i) => {
    const y = Float64Array.from(arm, (a) => (a === own ? 1 : 0));
    const part = task.part(
      i / fitted.length,
      (i + 1) / fitted.length,
      `Fitting the propensity of ${arms[own]}`,
    );
    return crossFitStack({ ...folds, weights, nuisances, inputs, y, use, family: 'binomial' }, part);
  });
  return arms.length === 2 ? [raw[0].map((p) => 1 - p), raw[0]] : normalised(raw);
}

function fitRegressions(
  sample: Sample,
  covariates: Covariates,
  folds: Folds,
  nuisances: Choice<NuisanceKind>,
  task: Task,
): Float64Array[] {
  const { arms } = sample;
  return arms.map((name, a) => {
    const part = task.part(a / arms.length, (a + 1) / arms.length, `Fitting the outcome in ${name}`);
    return fitRegression(sample, a, covariates, folds, nuisances, part);
  });
}

/** Regression of the outcome in one arm, told for every row. */
export function fitRegression(
  { arm, outcome, binary, weights }: Pick<Sample, 'arm' | 'outcome' | 'binary' | 'weights'>,
  own: number,
  covariates: Covariates,
  folds: Folds,
  nuisances: Choice<NuisanceKind>,
  task: Task,
): Float64Array {
  const inputs = (fold: number): FoldInputs => covariates.inputs('outcome', fold);
  const given = { ...folds, weights, nuisances, inputs, remainder: covariates.remainder };
  const use = Uint8Array.from(arm, (given) => (given === own ? 1 : 0));
  const family = binary ? 'binomial' : 'gaussian';
  return crossFitStack({ ...given, y: outcome, use, family }, task);
}

/** Nuisances of an experiment without covariates: shares of the arms and their mean outcomes. */
export function constantNuisances(sample: Sample): Nuisances {
  const n = sample.arm.length;
  const { arm, arms, outcome, weights } = sample;
  const size = new Float64Array(arms.length);
  const sum = new Float64Array(arms.length);
  for (let row = 0; row < n; row++) {
    const weight = weights ? weights[row] : 1;
    size[arm[row]] += weight;
    sum[arm[row]] += weight * outcome[row];
  }
  const total = size.reduce((all, own) => all + own, 0);
  return {
    propensity: arms.map((_, a) => new Float64Array(n).fill(size[a] / total)),
    outcome: arms.map((_, a) => new Float64Array(n).fill(sum[a] / size[a])),
  };
}

function normalised(raw: readonly Float64Array[]): Float64Array[] {
  const total = raw[0].map((_, row) => raw.reduce((sum, p) => sum + Math.max(p[row], 1e-6), 0));
  return raw.map((p) => p.map((value, row) => Math.max(value, 1e-6) / total[row]));
}
