import type { Task } from '../task.js';
import type { TextDesign } from './text-design.js';

/**
 * Scores for models that are themselves cross-fitted, `[question][k][row]`: as those of `nestedScores`, a row of fold j is scored for the model that
 * leaves fold k out by a fit that saw neither fold. NaN where the row has no text.
 *
 * @param folds 3 or more: with two, nothing is left once both are taken out
 * @param learn learns from the rows it may see; a score of every distinct text per question
 */
export function nestedFits(
  { rows, codes }: Pick<TextDesign, 'rows' | 'codes'>,
  questions: number,
  foldOf: Int8Array,
  folds: number,
  learn: (seen: (row: number) => boolean, task: Task) => readonly Float64Array[],
  task: Task,
): Float64Array[][] {
  if (folds < 3) throw new RangeError(`Nested scores need 3 folds or more, not ${folds}.`);
  const scores = Array.from({ length: questions }, () =>
    Array.from({ length: folds }, () => new Float64Array(rows).fill(Number.NaN)),
  );
  const pairs = foldPairs(folds);
  pairs.forEach(([j, k], p) => {
    const part = task.part(p / pairs.length, (p + 1) / pairs.length);
    const perText = learn((row) => foldOf[row] !== j && foldOf[row] !== k, part);
    part.report(1);
    foldOf.forEach((own, row) => {
      const text = codes[row];
      if (text < 0) return;
      perText.forEach((values, q) => {
        if (own === j) scores[q][k][row] = values[text];
        if (own === k) scores[q][j][row] = values[text];
      });
    });
  });
  return scores;
}

/** Every fold with itself and with each after it. */
export function foldPairs(folds: number): (readonly [number, number])[] {
  const all = Array.from({ length: folds }, (_, fold) => fold);
  return all.flatMap((j) => all.slice(j).map((k) => [j, k] as const));
}
