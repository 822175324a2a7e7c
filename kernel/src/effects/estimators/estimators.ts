import type { EstimatorKind } from '../../plan.js';
import { aipw } from './aipw.js';
import { cuped } from './cuped.js';
import { meansOfArms } from './difference-in-means.js';
import { dml } from './dml.js';
import { doseResponse } from './dose-response.js';
import type { Estimator } from './estimator.js';
import { frontDoor } from './front-door.js';
import { instrumentalDml } from './instrumental-dml.js';
import { instrumentalForest } from './instrumental-forest.js';
import { ipw } from './ipw.js';
import { lin } from './lin.js';
import { matching } from './matching/matching.js';
import { mediation } from './mediation.js';
import { stratification } from './stratification.js';
import { tmle } from './tmle.js';
import { twoStageRegression } from './two-stage-regression.js';

/** Every estimator by its name in a spec. Averages of learners of conditional effects are those of doubly robust scores. */
export const estimators: Readonly<Record<EstimatorKind, Estimator>> = {
  'difference in means': meansOfArms,
  lin,
  cuped,
  ipw,
  matching,
  stratification,
  aipw,
  tmle,
  'causal forest': aipw,
  's learner': aipw,
  't learner': aipw,
  'x learner': aipw,
  'r learner': aipw,
  'dr learner': aipw,
  'da learner': aipw,
  auto: aipw,
  dml,
  'two stage regression': twoStageRegression,
  'instrumental dml': instrumentalDml,
  'instrumental forest': instrumentalForest,
  'front door': frontDoor,
  mediation,
  'dose response': doseResponse,
};
