import type { Choice, Estimand, EstimatorKind } from '../../plan.js';
import { inputError } from '../../problem.js';
import type { Heterogeneity } from '../../result.js';
import { rowsWhere } from '../../statistics/folds.js';
import { histogram } from '../../statistics/histogram.js';
import { normalQuantile } from '../../statistics/normal.js';
import type { Task } from '../../task.js';
import type { CausalForestOptions } from '../../trees/forests/causal-forest.js';
import { isAbout } from '../estimators/estimand-weights.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Sample } from '../sample/sample.js';
import type { Study } from '../study.js';
import type { ConditionalEffects } from './effect-learner.js';
import { type EffectLearnerKind, effectLearners, isEffectLearner } from './effect-learners.js';
import { lessonOf } from './lesson.js';
import { modifiersOf } from './modifiers.js';

/** What conditional effects are learned by: the estimator where it is a learner, else a causal forest. */
export function learnerOfEffect({ kind }: Choice<EstimatorKind>): EffectLearnerKind {
  return isEffectLearner(kind) ? kind : 'causal forest';
}

/** Effects found already, by study and contrast: estimates, checks and curves share them. */
const found = new WeakMap<Study, Map<number, ConditionalEffects>>();

/**
 * Conditional effects of arm `contrast` of a study given its modifiers, by the learner that its estimator names.
 * Throws InputError CS6009 where there is nothing they could differ by.
 */
export function conditionalEffects(
  study: Study,
  nuisances: Nuisances,
  contrast: number,
  task: Task,
): ConditionalEffects {
  const own = found.get(study) ?? new Map<number, ConditionalEffects>();
  found.set(study, own);
  const known = own.get(contrast);
  if (known) return known;
  const { estimator, seed } = study.parameters;
  const kind = learnerOfEffect(estimator);
  const { features } = modifiersOf(study);
  if (features.list.length === 0) {
    throw inputError(
      'CS6009',
      `The estimator "${kind}" needs effect modifiers: name some columns with \`by\`.`,
    );
  }
  const lesson = lessonOf(study, nuisances, features, contrast);
  const effects = effectLearners[kind](lesson, forestOptions(estimator, seed), task);
  own.set(contrast, effects);
  return effects;
}

/** Options of the forest among those written behind the estimator; unknown ones are the validator's business. */
export function forestOptions({ options }: Choice<EstimatorKind>, seed: number): CausalForestOptions {
  const number = (name: string): number | undefined => {
    const value = options[name];
    return typeof value === 'number' ? value : undefined;
  };
  const given = { trees: number('trees'), minLeaf: number('minLeaf'), mtry: number('mtry') };
  return { ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)), seed };
}

/** Summary of the conditional effects of the rows the estimand is about. */
export function heterogeneityOf(
  sample: Sample,
  conditional: Pick<ConditionalEffects, 'effect' | 'variance'>,
  contrast: number,
  estimand: Estimand,
  level: number,
): Omit<Heterogeneity, 'groups'> {
  const rows = rowsWhere(sample.arm, (a) => isAbout(estimand, contrast, a));
  const effects = Float64Array.from(rows, (row) => conditional.effect[row]);
  const sorted = effects.slice().sort();
  const at = (probability: number): number => sorted[Math.round(probability * (sorted.length - 1))];
  const z = normalQuantile(0.5 + level / 2);
  let positive = 0;
  let negative = 0;
  for (const row of rows) {
    const margin = z * Math.sqrt(conditional.variance[row]);
    if (conditional.effect[row] > margin) positive++;
    else if (conditional.effect[row] < -margin) negative++;
  }
  const n = rows.length;
  return {
    arm: sample.arms[contrast],
    distribution: histogram(effects, 30),
    quantiles: [0.05, 0.25, 0.5, 0.75, 0.95].map((probability) => ({ probability, value: at(probability) })),
    shares: { positive: positive / n, negative: negative / n, unclear: (n - positive - negative) / n },
  };
}
