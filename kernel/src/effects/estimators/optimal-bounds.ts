import type { Estimand } from '../../plan.js';
import type { Interval } from '../../result.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Sample } from '../sample/sample.js';
import { pairPropensity } from './estimand-weights.js';

/**
 * Propensities between which two arms are best compared: of all sets of covariates, the one whose average effect has the
 * least variance bound where the outcome varies alike everywhere (Crump, Hotz, Imbens and Mitnik 2009). A row adds
 * `g = 1 / (e (1 - e))` to the bound, so the set is `g <= c` with the `c` at which `mean(g | g <= c) / P(g <= c)` is least.
 *
 * The bounds are the same whoever of the two arms is averaged over: they say where both can be observed. The overlap population
 * needs none, it is the optimum among weights.
 *
 * @returns bounds of the propensity of the arm among the two arms, 0 and 1 where nothing is gained by leaving rows out
 */
export function optimalBounds(
  { arm, weights }: Pick<Sample, 'arm' | 'weights'>,
  propensity: Nuisances['propensity'],
  contrast: number,
  estimand: Estimand,
): Interval {
  if (estimand === 'overlap') return [0, 1];
  const rows: { readonly cost: number; readonly weight: number }[] = [];
  arm.forEach((a, row) => {
    if (a !== 0 && a !== contrast) return;
    const e = pairPropensity(propensity, contrast, row);
    rows.push({ cost: 1 / (e * (1 - e)), weight: weights ? weights[row] : 1 });
  });
  rows.sort((a, b) => a.cost - b.cost);
  const edge = 0.5 - Math.sqrt(Math.max(0, 0.25 - 1 / cheapest(rows)));
  return [edge, 1 - edge];
}

/** Highest cost among the rows, cheapest first, that are best kept; infinite where all of them are. */
function cheapest(rows: readonly { readonly cost: number; readonly weight: number }[]): number {
  let costs = 0;
  let size = 0;
  let best = Number.POSITIVE_INFINITY;
  let most = Number.POSITIVE_INFINITY;
  rows.forEach(({ cost, weight }, i) => {
    costs += weight * cost;
    size += weight;
    // Rows of one cost stay or go together.
    if (rows[i + 1]?.cost === cost) return;
    const bound = costs / size ** 2;
    if (bound >= best) return;
    best = bound;
    most = i + 1 < rows.length ? cost : Number.POSITIVE_INFINITY;
  });
  return most;
}
