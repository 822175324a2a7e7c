import type { Task } from '../../task.js';
import type { TextDesign } from '../text-design.js';
import type { NetworkQuestion } from './lesson.js';
import { type NetworkHead, scoreNetwork } from './network.js';
import { networkInputs } from './network-inputs.js';
import type { NetworkOptions } from './network-options.js';
import { trainNetwork } from './train-network.js';

/**
 * Scores by networks for models that are themselves cross-fitted, `[question][k][row]`: as those of `nestedScores`, a row of fold j is
 * scored for the model that leaves fold k out by a network that saw neither fold. NaN where the row has no text, or where no row is
 * left to learn from.
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
  if (folds < 3) throw new RangeError(`Nested scores need 3 folds or more, not ${folds}.`);
  const inputs = networkInputs(design, task);
  const scores = questions.map(() =>
    Array.from({ length: folds }, () => new Float64Array(design.rows).fill(Number.NaN)),
  );
  const fits = (folds * (folds + 1)) / 2;
  let done = 0;
  for (let j = 0; j < folds; j++) {
    for (let k = j; k < folds; k++) {
      const seen = (row: number): boolean => foldOf[row] !== j && foldOf[row] !== k;
      const part = task.part(done / fits, (done + 1) / fits);
      const heads = trainNetwork(inputs, questions, seen, options, seed, part);
      const perText = heads.map((head) => scoreNetwork(design, head, part));
      part.report(1);
      done++;
      foldOf.forEach((own, row) => {
        const text = design.codes[row];
        if (text < 0) return;
        perText.forEach((values, q) => {
          if (own === j) scores[q][k][row] = values[text];
          if (own === k) scores[q][j][row] = values[text];
        });
      });
    }
  }
  return scores;
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
