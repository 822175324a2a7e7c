import { joinFeatures, selectRows } from '../../data/features.js';
import type { Feature } from '../../data/table.js';
import type { Task } from '../../task.js';
import type { Study } from '../study.js';
import { foldInputs } from './covariates.js';
import { crossFitStack, type FoldInputs } from './stack.js';

/** A row of the sample at a dose that it need not have had. */
export interface Supposed {
  readonly row: Int32Array;
  readonly dose: Float64Array;
}

/**
 * Cross-fitted mean outcome of rows of a study at supposed doses, given the covariates: one regression on covariates and dose, learned from
 * the doses that were, and never from the row's own fold. The first entries are the rows at their own doses, those of `supposed` follow.
 */
export function doseMeans(study: Study, dose: Float64Array, supposed: Supposed, task: Task): Float64Array {
  const { sample, folds, covariates } = study;
  const { outcome, binary, weights } = sample;
  const n = outcome.length;
  const rows = new Int32Array(n + supposed.row.length);
  for (let row = 0; row < n; row++) rows[row] = row;
  rows.set(supposed.row, n);
  const doses = new Float64Array(rows.length);
  doses.set(dose);
  doses.set(supposed.dose, n);
  const name = study.parameters.treatment;
  const amount: Feature = { name, source: name, kind: 'numeric', values: doses };
  const laidOut = new Map<FoldInputs, FoldInputs>();
  const inputs = (fold: number): FoldInputs => {
    const plain = covariates.inputs('outcome', fold);
    const known = laidOut.get(plain) ?? foldInputs(joinFeatures(selectRows(plain.features, rows), [amount]));
    laidOut.set(plain, known);
    return known;
  };
  const problem = {
    ...folds,
    inputs,
    foldOf: Int8Array.from(rows, (row) => folds.foldOf[row]),
    y: Float64Array.from(rows, (row) => outcome[row]),
    use: Uint8Array.from(rows, (_, i) => (i < n ? 1 : 0)),
    family: binary ? ('binomial' as const) : ('gaussian' as const),
    weights: weights && Float64Array.from(rows, (row) => weights[row]),
    nuisances: study.parameters.nuisances,
  };
  return crossFitStack(problem, task);
}
