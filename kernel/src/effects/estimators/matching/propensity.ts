import type { Features } from '../../../data/table.js';
import { fitLinear } from '../../../models/linear.js';
import { designMatrix } from '../../../models/linear-design.js';
import { rowsWhere } from '../../../statistics/folds.js';
import type { Task } from '../../../task.js';
import type { Space } from './space.js';

/** A logistic regression of being in one arm on the covariates, by maximum likelihood. */
export interface PropensityModel {
  readonly own: number;
  /** Design with the intercept first, rows x `columns`, row-major. */
  readonly design: Float64Array;
  readonly columns: number;
  readonly propensity: Float64Array;
  readonly logOdds: Float64Array;
}

/** Log odds beyond these come of arms that the covariates tell apart, and say no more than that. */
const farOdds = 35;

/** Fits arm `own` against the other rows that are used (1 in `use`); every row gets its propensity. */
export function fitPropensity(
  features: Features,
  arm: Int32Array,
  own: number,
  use: Uint8Array,
  task: Task,
): PropensityModel {
  const y = Float64Array.from(arm, (a) => (a === own ? 1 : 0));
  const rows = rowsWhere(use, (one) => one === 1);
  const { terms, intercept, coefficients } = fitLinear(
    features,
    y,
    rows,
    { family: 'binomial', l2: 0 },
    task,
  );
  const n = arm.length;
  const everyone = Int32Array.from({ length: n }, (_, row) => row);
  const standard = designMatrix(terms, features, everyone);
  const p = terms.length;
  const columns = p + 1;
  const design = new Float64Array(n * columns);
  const logOdds = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    design[row * columns] = 1;
    let sum = intercept;
    for (let k = 0; k < p; k++) {
      const value = standard[row * p + k];
      design[row * columns + 1 + k] = value;
      sum += value * coefficients[k];
    }
    logOdds[row] = Math.max(-farOdds, Math.min(farOdds, sum));
  }
  return { own, design, columns, logOdds, propensity: logOdds.map((eta) => 1 / (1 + Math.exp(-eta))) };
}

/** Log odds in their standard deviations among the rows used, so that a caliper is one of them (Austin 2011). */
export function propensitySpace({ logOdds }: PropensityModel, use: Uint8Array): Space {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < use.length; row++) {
    if (use[row] === 0) continue;
    n++;
    sum += logOdds[row];
    squares += logOdds[row] ** 2;
  }
  const spread = Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
  const scale = spread > 0 ? 1 / spread : 1;
  return { dimensions: 1, coordinates: logOdds.map((eta) => eta * scale) };
}
