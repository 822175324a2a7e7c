import type { Task } from '../../task.js';
import { nestedFits } from '../nested-fits.js';
import type { NetworkQuestion } from '../network/lesson.js';
import type { TextDesign } from '../text-design.js';
import type { AdaptOptions } from './adapt-options.js';
import type { Gain } from './gain.js';
import { SupervisedAdapting, type SupervisedFit } from './supervised.js';

/** What came of adapting an embedding to treatment and outcome, over all fits. */
export interface SupervisedAdaptation {
  readonly fits: number;
  /** Fits whose adapter gained on rows that it had not seen, and was used. */
  readonly used: number;
  /** Of the fits that had enough texts to judge by. */
  readonly gains: readonly Gain[];
}

/**
 * Scores of heads on adapted embeddings for models that are themselves cross-fitted: see {@link nestedFits}. Whether an adapter is used is decided within the rows that
 * its fit saw.
 *
 * @param folds 3 or more
 */
export function nestedAdaptedScores(
  design: TextDesign,
  questions: readonly NetworkQuestion[],
  foldOf: Int8Array,
  folds: number,
  options: AdaptOptions,
  seed: number,
  task: Task,
): { readonly scores: Float64Array[][]; readonly adaptation: SupervisedAdaptation } {
  const adapting = new SupervisedAdapting(design, questions, options, seed);
  const fits: Pick<SupervisedFit, 'gain' | 'adapted'>[] = [];
  const fit = (seen: (row: number) => boolean, part: Task): readonly Float64Array[] => {
    const { scores, gain, adapted } = adapting.fit(seen, part);
    fits.push({ gain, adapted });
    return scores;
  };
  const scores = nestedFits(design, questions.length, foldOf, folds, fit, task);
  const adaptation = {
    fits: fits.length,
    used: fits.filter(({ adapted }) => adapted).length,
    gains: fits.flatMap(({ gain }) => (gain ? [gain] : [])),
  };
  return { scores, adaptation };
}

/** Heads fitted on all rows, for rows yet to come. */
export function fitAdapted(
  design: TextDesign,
  questions: readonly NetworkQuestion[],
  options: AdaptOptions,
  seed: number,
  task: Task,
): SupervisedFit['heads'] {
  return new SupervisedAdapting(design, questions, options, seed).fit(() => true, task).heads;
}
