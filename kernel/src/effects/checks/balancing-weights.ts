import { estimandWeights } from '../estimators/estimand-weights.js';
import type { Finding } from './check.js';

/** Weights that make the rows of an arm and of the baseline stand for whom the estimand is about; 0 for rows of other arms. */
export function balancingWeights({ study, used, estimated }: Finding, contrast: number): Float64Array {
  const own = estimated[contrast - 1].weights;
  if (own) return own;
  const { sample, parameters } = study;
  const [treated, untreated] = [contrast, 0].map((arm) =>
    estimandWeights(sample.arm, arm, contrast, used.propensity, parameters.estimand),
  );
  return treated.map((w, row) => (w + untreated[row]) * (sample.weights?.[row] ?? 1));
}
