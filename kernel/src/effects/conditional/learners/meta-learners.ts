import type { MetaLearner } from '../meta-learner.js';
import { daLearner } from './da-learner.js';
import { drLearner } from './dr-learner.js';
import { rLearner } from './r-learner.js';
import { sLearner } from './s-learner.js';
import { tLearner } from './t-learner.js';
import { xLearner } from './x-learner.js';

/** Every meta-learner by its name in a spec. */
export const metaLearners = {
  's learner': sLearner,
  't learner': tLearner,
  'x learner': xLearner,
  'r learner': rLearner,
  'dr learner': drLearner,
  'da learner': daLearner,
} as const satisfies Readonly<Record<string, MetaLearner>>;

export type MetaLearnerKind = keyof typeof metaLearners;
