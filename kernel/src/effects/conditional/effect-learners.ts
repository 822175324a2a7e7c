import { auto } from './auto.js';
import type { EffectLearner } from './effect-learner.js';
import { learnerOf } from './fit-learner.js';
import { causalForest } from './learners/causal-forest.js';
import { metaLearners } from './learners/meta-learners.js';

const {
  's learner': s,
  't learner': t,
  'x learner': x,
  'r learner': r,
  'dr learner': dr,
  'da learner': da,
} = metaLearners;

/** Every learner of conditional effects by its name in a spec. */
export const effectLearners = {
  'causal forest': causalForest,
  's learner': learnerOf('s learner', s),
  't learner': learnerOf('t learner', t),
  'x learner': learnerOf('x learner', x),
  'r learner': learnerOf('r learner', r),
  'dr learner': learnerOf('dr learner', dr),
  'da learner': learnerOf('da learner', da),
  auto,
} as const satisfies Readonly<Record<string, EffectLearner>>;

export type EffectLearnerKind = keyof typeof effectLearners;

export function isEffectLearner(kind: string): kind is EffectLearnerKind {
  return Object.hasOwn(effectLearners, kind);
}
