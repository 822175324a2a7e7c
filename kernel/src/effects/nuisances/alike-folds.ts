import { fitLinearByFold } from '../../models/linear-folds.js';
import { rowsWhere } from '../../statistics/folds.js';
import type { Task } from '../../task.js';
import { type FoldInputs, learnTrees, learnTreesOnEach, numberOf } from './learners.js';
import { asks, range, type StackProblem, treesShare } from './stacking.js';

/**
 * The stack of `crossFitStack` where all folds have a thousand rows or more and are predicted from the same features: what folds share is
 * computed once, and the trees of several folds grow side by side.
 */
export function crossFitAlike(problem: StackProblem, inputs: FoldInputs, task: Task): Float64Array {
  const { foldOf, folds, use, y, family, weights, nuisances } = problem;
  const straight = asks(problem, 'linear')
    ? fitLinearByFold(
        inputs.curves,
        { foldOf, folds, use, y, family, weights, l2: numberOf(nuisances, 'l2') },
        task.part(0, 0.2),
      ).means
    : undefined;
  const foldRows = Array.from({ length: folds }, (_, fold) => rowsWhere(foldOf, (f) => f === fold));
  const training = foldRows.map((_, fold) => rowsWhere(foldOf, (f, row) => f !== fold && use[row] === 1));
  const trees = asks(problem, 'boosted trees') ? new Float64Array(y.length) : undefined;
  const place = (fold: number, means: Float64Array): void => {
    foldRows[fold].forEach((row, i) => {
      if (trees) trees[row] = means[i];
    });
  };
  let share = trees ? 1 : 0;
  if (trees) {
    const judged = foldRows[0].filter((row) => use[row] === 1);
    const first = learnTrees(problem, inputs, training[0], judged, task.part(0.2, 0.5));
    place(0, first.at(foldRows[0]));
    const on = (values: Float64Array | undefined): Float64Array | undefined =>
      values && Float64Array.from(judged, (row) => values[row]);
    share = treesShare(problem, [{ rows: judged, straight: on(straight), trees: on(trees) }]);
    const others = share > 0 ? training.slice(1) : [];
    learnTreesOnEach(problem, inputs, others, first.tuned, task.part(0.5, 1)).forEach((fitted, i) => {
      place(i + 1, fitted.at(foldRows[i + 1]));
    });
  }
  const means = new Float64Array(y.length);
  foldRows.forEach((rows, fold) => {
    const [low, high] = range(training[fold], y);
    for (const row of rows) {
      const mean = (1 - share) * (straight?.[row] ?? 0) + share * (trees?.[row] ?? 0);
      means[row] = Math.min(high, Math.max(low, mean));
    }
  });
  return means;
}
