import type { EstimatorKind } from '../../plan.js';
import { aipw } from './aipw.js';
import { meansOfArms } from './difference-in-means.js';
import type { Estimator } from './estimator.js';

/** Every estimator by its name in a spec. Averages of a causal forest are those of its doubly robust scores. */
export const estimators: Readonly<Record<EstimatorKind, Estimator>> = {
  'difference in means': meansOfArms,
  aipw,
  'causal forest': aipw,
};
