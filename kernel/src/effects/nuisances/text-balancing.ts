import { type Folds, rowsWhere } from '../../statistics/folds.js';
import type { Task } from '../../task.js';
import { fitHead } from '../../text/heads.js';
import { fitRidges } from '../../text/ridge.js';
import type { TextDesign } from '../../text/text-design.js';
import { dotRow, textFeatures } from '../../text/text-features.js';
import type { TextMoments } from '../../text/text-moments.js';
import type { Sample } from '../sample/sample.js';

/**
 * What has to be added to the weights of the rows of arm `own`; 0 for rows of other arms.
 * @param excess population less weights, one per row
 */
export type TextBalancing = (own: number, excess: Float64Array, task: Task) => Float64Array;

/**
 * Additions to the weights of an arm that make its rows stand for the population in the embedding and n-grams of the texts, too:
 * `x' (X'X + l2 n I)^-1 sum(excess x)`, X being the features of the arm's rows (approximate residual balancing: Athey, Imbens and Wager
 * 2018; Hirshberg and Wager 2021). The penalty is that of the arm's head of the outcome: what it shrinks there is what is left to balance.
 *
 * It is for propensities that see the scores of the outcome alone. Heads err by chance in every direction of a text, also in those that the
 * treatment follows, which such propensities know nothing of: times the imbalance there it is an error of first order. The additions take it
 * out of the estimate and put the noise of the balancing into its standard error. A row's addition never sees the excess of its own fold.
 */
export function textBalancing(designs: readonly TextDesign[], sample: Sample, folds: Folds): TextBalancing {
  return (own, excess, task) => {
    const total = new Float64Array(excess.length);
    designs.forEach((design, d) => {
      const part = task.part(d / designs.length, (d + 1) / designs.length, `Balancing ${design.name}`);
      additions(design, sample, folds, own, excess, part).forEach((value, row) => {
        total[row] += value;
      });
    });
    return total;
  };
}

function additions(
  design: TextDesign,
  { arm, outcome }: Sample,
  { foldOf, folds, seed }: Folds,
  own: number,
  excess: Float64Array,
  task: Task,
): Float64Array {
  const { codes, distinct } = design;
  const features = textFeatures(design);
  const inArm = rowsWhere(arm, (a, row) => a === own && codes[row] >= 0);
  const count = new Float64Array(distinct);
  for (const row of inArm) count[codes[row]]++;
  const values = new Float64Array(arm.length);
  const { l2 } = fitHead(design, inArm, outcome, { seed }, task);
  if (l2 === null) return values;
  const wanted = Array.from({ length: folds }, (_, fold) =>
    excessMoments(count, codes, excess, (row) => foldOf[row] !== fold),
  );
  const ridges = fitRidges(features, wanted, { l2, seed }, task);
  for (const row of inArm) {
    const { intercept, coefficients } = ridges[foldOf[row]];
    values[row] = ((intercept + dotRow(features, codes[row], coefficients)) * folds) / (folds - 1);
  }
  return values;
}

/** The excess as if it were an outcome of the arm's rows: ridge regression of it gives the additions. */
function excessMoments(
  count: Float64Array,
  codes: Int32Array,
  excess: Float64Array,
  seen: (row: number) => boolean,
): TextMoments {
  const sum = new Float64Array(count.length);
  codes.forEach((text, row) => {
    if (text >= 0 && seen(row)) sum[text] += excess[row];
  });
  // Only has to say that the excess varies.
  return { count, sum, squares: 1 + sum.reduce((total, value) => total + value * value, 0) };
}
