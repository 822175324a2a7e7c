import type { Features } from '../../data/table.js';
import type { Task } from '../../task.js';
import { type Effects, predictEffects } from '../../trees/forests/causal-forest.js';
import type { Forest } from '../../trees/forests/forest.js';
import { type Knots, withSplines } from '../nuisances/splines.js';
import {
  type AdditiveModel,
  addModels,
  attributeAdditive,
  type Inputs,
  predictAdditive,
  type SourceShares,
} from './additive-model.js';

/** What one learner knows of an effect, and its part in the whole. */
export interface FittedLearner {
  readonly learner: string;
  readonly share: number;
  /** Share in the doubt: learners that may be as good as those used count in how far the truth may lie, share in the effect or not. */
  readonly doubt: number;
  /** The effect given the modifiers. */
  readonly effect: AdditiveModel;
  /** The same learned from random halves of the rows: their spread is its sampling error. */
  readonly halves: readonly AdditiveModel[];
  /** Standard error of the constant, where the effect is one. */
  readonly stdError: number;
}

/**
 * A conditional effect that scores and explains rows it has never seen: the mean of what its learners say, by their shares.
 * It is a sum of linear terms and trees throughout, so that attributions add up to it exactly.
 */
export interface EffectModel {
  /** Where the curves of linear parts bend. */
  readonly knots: readonly Knots[];
  /** Their shares add up to 1, and so do their doubts. */
  readonly learners: readonly FittedLearner[];
}

/** The model of a causal forest alone. */
export function forestModel(forest: Forest): EffectModel {
  return { knots: [], learners: [forestLearner(forest, 1, 1)] };
}

export function forestLearner(forest: Forest, share: number, doubt: number): FittedLearner {
  const effect: AdditiveModel = { constant: 0, parts: [{ kind: 'forest', weight: 1, forest }] };
  return { learner: 'causal forest', share, doubt, effect, halves: [], stdError: 0 };
}

/**
 * Effects of rows with a variance each, which counts two things: sampling error, a learner's own being that between its halves (a
 * forest's: between its groups of trees), of several as if they erred together; and doubt, the squared spread of learners that the data
 * cannot tell from the best (Buckland, Burnham and Augustin 1997), which stands for their bias: all regularise, each in its own way.
 */
export function predictEffectModel(model: EffectModel, features: Features, task: Task): Effects {
  const inputs = inputsOf(model, features);
  const said = model.learners.map((learner, i) =>
    learnerEffects(learner, inputs, task.part(i / model.learners.length, (i + 1) / model.learners.length)),
  );
  return mixEffects(model.learners, said);
}

/** Effects and variances of one learner alone. */
export function learnerEffects(learner: FittedLearner, inputs: Inputs, task: Task): Effects {
  const [part] = learner.effect.parts;
  if (part?.kind === 'forest') return predictEffects(part.forest, inputs.features, task);
  const effect = predictAdditive(learner.effect, inputs, task);
  const halves = learner.halves.map((half) => predictAdditive(half, inputs, task));
  const variance = effect.map((value, row) => spreadAbout(value, halves, row) + learner.stdError ** 2);
  return { effect, variance };
}

/** What several learners say, as one. */
export function mixEffects(learners: readonly FittedLearner[], said: readonly Effects[]): Effects {
  const rows = said[0].effect.length;
  const effect = new Float64Array(rows);
  const variance = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let error = 0;
    learners.forEach(({ share }, k) => {
      if (share === 0) return;
      effect[row] += share * said[k].effect[row];
      error += share * Math.sqrt(said[k].variance[row]);
    });
    variance[row] = error * error;
    learners.forEach(({ doubt }, k) => {
      variance[row] += doubt * (said[k].effect[row] - effect[row]) ** 2;
    });
  }
  return { effect, variance };
}

/** Exact attributions of rows to source columns. */
export function explainEffectModel(
  model: EffectModel,
  features: Features,
  rows: Int32Array,
  task: Task,
): SourceShares {
  const whole = addModels(
    model.learners
      .filter(({ share }) => share > 0)
      .map(({ share, effect }) => ({ weight: share, model: effect })),
  );
  return attributeAdditive(whole, inputsOf(model, features), rows, task);
}

function inputsOf({ knots }: EffectModel, features: Features): Inputs {
  return { features, curves: withSplines(features, knots) };
}

/** Mean squared distance of what the halves say of a row from what all rows say: sampling error, and what a fit on fewer rows lags. */
function spreadAbout(value: number, halves: readonly Float64Array[], row: number): number {
  if (halves.length === 0) return 0;
  return halves.reduce((sum, half) => sum + (half[row] - value) ** 2, 0) / halves.length;
}
