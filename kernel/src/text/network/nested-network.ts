import type { Task } from '../../task.js';
import { nestedFits } from '../nested-fits.js';
import type { TextDesign } from '../text-design.js';
import type { NetworkQuestion } from './lesson.js';
import { type NetworkHead, scoreNetwork } from './network.js';
import { networkInputs } from './network-inputs.js';
import type { NetworkOptions } from './network-options.js';
import { trainNetwork } from './train-network.js';

/**
 * Scores by networks for models that are themselves cross-fitted: see {@link nestedFits}. NaN where no row is left to learn from, too.
 *
 * @param folds 3 or more
 */
export function nestedNetworkScores(
  design: TextDesign,
  questions: readonly NetworkQuestion[],
  foldOf: Int8Array,
  folds: number,
  options: NetworkOptions,
  seed: number,
  task: Task,
): Float64Array[][] {
  const inputs = networkInputs(design, task);
  const fit = (seen: (row: number) => boolean, part: Task): Float64Array[] =>
    trainNetwork(inputs, questions, seen, options, seed, part).map((head) =>
      scoreNetwork(design, head, part),
    );
  return nestedFits(design, questions.length, foldOf, folds, fit, task);
}

/** A network trained on all rows, as one head per question, for rows yet to come; none where no row answers anything. */
export function fitNetwork(
  design: TextDesign,
  questions: readonly NetworkQuestion[],
  options: NetworkOptions,
  seed: number,
  task: Task,
): NetworkHead[] {
  return trainNetwork(networkInputs(design, task), questions, () => true, options, seed, task);
}
