import type { Task } from '../../task.js';
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
 * Scores of heads on adapted embeddings for models that are themselves cross-fitted, `[question][k][row]`: as those of `nestedScores`, a row of fold j is scored for the model
 * that leaves fold k out by an adapter and a head that saw neither fold; whether an adapter is used is decided within the rows that it saw. NaN where the row has no text.
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
  if (folds < 3) throw new RangeError(`Nested scores need 3 folds or more, not ${folds}.`);
  const adapting = new SupervisedAdapting(design, questions, options, seed);
  const scores = questions.map(() =>
    Array.from({ length: folds }, () => new Float64Array(design.rows).fill(Number.NaN)),
  );
  const pairs = Array.from({ length: folds }, (_, j) =>
    Array.from({ length: folds - j }, (_, i) => [j, j + i] as const),
  ).flat();
  const fits: Pick<SupervisedFit, 'gain' | 'adapted'>[] = [];
  pairs.forEach(([j, k], p) => {
    const seen = (row: number): boolean => foldOf[row] !== j && foldOf[row] !== k;
    const part = task.part(p / pairs.length, (p + 1) / pairs.length);
    const { scores: perText, gain, adapted } = adapting.fit(seen, part);
    part.report(1);
    fits.push({ gain, adapted });
    foldOf.forEach((own, row) => {
      const text = design.codes[row];
      if (text < 0) return;
      perText.forEach((values, q) => {
        if (own === j) scores[q][k][row] = values[text];
        if (own === k) scores[q][j][row] = values[text];
      });
    });
  });
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
