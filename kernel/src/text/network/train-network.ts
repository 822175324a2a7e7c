import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { lessonOf, type NetworkQuestion, type Standard, standardOf } from './lesson.js';
import type { NetworkHead } from './network.js';
import type { NetworkInputs } from './network-inputs.js';
import type { NetworkOptions } from './network-options.js';
import { Trainer, type Weights } from './trainer.js';

/** Share of the texts that training is stopped by. */
const heldOut = 0.2;

/**
 * Trains one hidden layer that all questions share, with a linear output per question, on the sum of their losses (squared error of standardised
 * numbers, cross-entropy of a yes or no), each over its own rows: treatment and outcome heads per arm on one trunk, as in Dragonnet (Shi, Blei and Veitch 2019) and
 * CausalBERT (Veitch, Sridhar and Blei 2020). Adam with dropout and an L2 penalty; a fifth of the texts is held out, and the weights kept are
 * those of the pass that did best there.
 *
 * @param seen whether a row may be looked at
 * @returns one head per question, on embeddings and n-grams as they are; none where too few rows answer anything
 */
export function trainNetwork(
  inputs: NetworkInputs,
  questions: readonly NetworkQuestion[],
  seen: (row: number) => boolean,
  options: NetworkOptions,
  seed: number,
  task: Task,
): NetworkHead[] {
  const { codes, distinct } = inputs.design;
  const standards = questions.map((question) => standardOf(codes, question, seen));
  const random = createRandom(seed, 41);
  const isHeldOut = Uint8Array.from({ length: distinct }, () => (random.next() < heldOut ? 1 : 0));
  const [learning, held] = [0, 1].map((side) =>
    lessonOf(
      codes,
      questions,
      standards,
      options.smoothing,
      (row, text) => seen(row) && isHeldOut[text] === side,
    ),
  );
  if (learning.texts.length === 0 || held.texts.length === 0) return [];
  const yesOrNo = questions.map(({ family }) => family === 'binomial');
  const trainer = new Trainer(inputs, yesOrNo, options, random);
  try {
    return headsOf(inputs, trainer.train(learning, held, task), standards, options.hidden);
  } finally {
    trainer.dispose();
  }
}

function headsOf(
  { design, loadings, width, mean, scale }: NetworkInputs,
  { trunk, outputs, biases }: Weights,
  standards: readonly Standard[],
  hidden: number,
): NetworkHead[] {
  const units = Array.from({ length: hidden }, (_, unit) => {
    const weights = Array.from(mean, (_, j) => trunk[j * hidden + unit] / scale[j]);
    const offset = weights.reduce((sum, w, j) => sum - w * mean[j], trunk[(width - 1) * hidden + unit]);
    return { weights, offset };
  });
  const weights = units.flatMap((unit) => unit.weights);
  const offsets = units.map(({ offset }) => offset);
  return standards.map(({ shift, stretch }, q) => ({
    version: 1,
    kind: 'network',
    dimensions: design.dimensions,
    vectorizer: design.vectorizer,
    loadings,
    weights,
    offsets,
    output: units.map((_, unit) => stretch * outputs[unit * standards.length + q]),
    bias: shift + stretch * biases[q],
  }));
}
