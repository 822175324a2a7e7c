import type { Features } from '../../../data/table.js';
import { fitLinear, predictLinear } from '../../../models/linear.js';
import { designTerms } from '../../../models/linear-design.js';
import { rowsWhere } from '../../../statistics/folds.js';
import type { Task } from '../../../task.js';

/** With fewer rows for every column a least-squares fit is mostly noise: it gets a penalty then. */
const rowsPerColumn = 5;

/**
 * Least squares of the outcome on features, over the rows with a weight above 0 and by it; what it says of every row. Where
 * columns are many for the rows they are shrunk, as much as generalised cross-validation says.
 */
export function regressed(
  features: Features,
  outcome: Float64Array,
  weights: Float64Array,
  task: Task,
): Float64Array {
  const rows = rowsWhere(
    Uint8Array.from(weights, (weight) => (weight > 0 ? 1 : 0)),
    (one) => one === 1,
  );
  const few = rows.length < rowsPerColumn * designTerms(features, rows).length;
  const model = fitLinear(features, outcome, rows, { family: 'gaussian', l2: few ? 'cv' : 0, weights }, task);
  return predictLinear(model, features);
}
