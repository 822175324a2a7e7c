import type { Choice, NuisanceKind } from '../../plan.js';
import type { Folds } from '../../statistics/folds.js';
import type { Task } from '../../task.js';
import type { Sample } from '../sample/sample.js';
import type { Covariates } from './covariates.js';
import { crossFitStack } from './stack.js';

/** Cross-fitted nuisances: no row's value was learned from its own fold. */
export interface Nuisances {
  /** `[arm][row]`: probability of the arm given the covariates; over the arms they add up to 1. */
  readonly propensity: readonly Float64Array[];
  /** `[arm][row]`: mean outcome in the arm given the covariates. */
  readonly outcome: readonly Float64Array[];
}

/**
 * Propensities and outcome regressions of a sample. With two arms one propensity is fitted; with more, one per arm
 * against the rest, scaled to add up to 1: every contrast is then about the same population (all rows), so that
 * contrasts can be compared with each other, which pairs of arms fitted apart do not allow.
 *
 * @param nuisances what they are learned with
 */
export function fitNuisances(
  sample: Sample,
  covariates: Covariates,
  folds: Folds,
  nuisances: Choice<NuisanceKind>,
  task: Task,
): Nuisances {
  const { arms, arm, outcome, binary, weights } = sample;
  const onTreatment = {
    ...folds,
    weights,
    nuisances,
    inputs: (fold: number) => covariates.inputs('treatment', fold),
  };
  const onOutcome = {
    ...folds,
    weights,
    nuisances,
    inputs: (fold: number) => covariates.inputs('outcome', fold),
    remainder: covariates.remainder,
  };
  const everyone = new Uint8Array(arm.length).fill(1);
  const fitted = arms.length === 2 ? 1 : arms.length;
  const steps = fitted + arms.length;
  const step = (i: number, message: string): Task => task.part(i / steps, (i + 1) / steps, message);

  const raw = Array.from({ length: fitted }, (_, i) => {
    const own = arms.length === 2 ? 1 : i;
    const y = Float64Array.from(arm, (a) => (a === own ? 1 : 0));
    const part = step(i, `Fitting the propensity of ${arms[own]}`);
    return crossFitStack({ ...onTreatment, y, use: everyone, family: 'binomial' }, part);
  });
  const regressions = arms.map((name, a) => {
    const use = Uint8Array.from(arm, (own) => (own === a ? 1 : 0));
    const family = binary ? 'binomial' : 'gaussian';
    const part = step(fitted + a, `Fitting the outcome in ${name}`);
    return crossFitStack({ ...onOutcome, y: outcome, use, family }, part);
  });
  return {
    propensity: arms.length === 2 ? [raw[0].map((p) => 1 - p), raw[0]] : normalised(raw),
    outcome: regressions,
  };
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
