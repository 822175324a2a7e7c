import { describe, expect, it } from 'vitest';
import { foldsQuantile } from '../../../../kernel/src/effects/checks/fold-dependence.js';
import { causalForest } from '../../../../kernel/src/effects/conditional/learners/causal-forest.js';
import { lessonOf } from '../../../../kernel/src/effects/conditional/lesson.js';
import { modifiersOf } from '../../../../kernel/src/effects/conditional/modifiers.js';
import { openStudy } from '../../../../kernel/src/effects/study.js';
import { normalQuantile } from '../../../../kernel/src/statistics/normal.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { confounded } from '../simulate.js';
import { noise, parametersOf } from '../tables.js';

/** A sum over folds of what each is worth by an order learned from the others, where there is nothing but noise. */
function sumOverFolds(folds: number, modifiers: number, normal: () => number): number {
  const slopes = Array.from({ length: folds }, () => Array.from({ length: modifiers }, normal));
  const all = slopes[0].map((_, j) => slopes.reduce((sum, own) => sum + own[j], 0));
  const worth = slopes.map((own) => {
    const others = all.map((sum, j) => sum - own[j]);
    const product = others.reduce((sum, slope, j) => sum + slope * own[j], 0);
    return product / Math.hypot(...others);
  });
  return worth.reduce((sum, t) => sum + t, 0) / Math.sqrt(folds);
}

describe('what folds learn from each other', () => {
  it.each([
    [3, 2],
    [5, 2],
    [5, 20],
  ])(
    'strays further than independent rows do, by no more than said: %i folds, %i modifiers',
    (folds, modifiers) => {
      const { normal } = noise(folds + modifiers);
      const draws = 10_000;
      const sums = Array.from({ length: draws }, () => sumOverFolds(folds, modifiers, normal));
      const above = (threshold: number): number => sums.filter((sum) => sum > threshold).length / draws;
      expect(above(normalQuantile(0.95))).toBeGreaterThan(0.09);
      expect(above(foldsQuantile(0.05))).toBeLessThan(0.055);
    },
  );

  it('is nothing of a row by which its own fold is judged: a forest out of fold has not seen its outcomes', () => {
    const { table } = confounded(300, 4, 1);
    const adjustment = ['x', 'z', 'shop'];
    const study = openStudy(
      { table, texts: [], parameters: parametersOf({ adjustment, folds: 3 }) },
      unwatched,
    );
    const { features } = modifiersOf(study);
    const lesson = lessonOf(study, study.nuisances(unwatched), features, 1);
    const { foldOf } = lesson.folds;
    const other = { ...lesson, outcome: lesson.outcome.map((y, row) => (foldOf[row] === 0 ? 50 - y : y)) };
    const [before, after] = [lesson, other].map((one) =>
      causalForest(one, { trees: 50 }, unwatched).outOfFold(unwatched),
    );
    const own = Array.from(foldOf.keys()).filter((row) => foldOf[row] === 0);
    expect(own.map((row) => after[row])).toEqual(own.map((row) => before[row]));
    expect(after).not.toEqual(before);
  });
});
