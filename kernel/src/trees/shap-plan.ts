import { gaussLegendre } from './attribution/quadrature.js';
import type { ShapPaths } from './shap-paths.js';

/**
 * Tables for TreeSHAP in two sweeps over a tree, one down and one up. With G_c(t) the sum over the leaves below node c of
 * value times product of factors f_j(t) (see {@link ShapPaths}), each edge (p, c) on feature j adds to phi_j
 *
 *     integral of G_c(t) [(o_c - z_c) / f_c(t) - (o_p - z_p) / f_p(t)] dt
 *
 * where c and p denote j's state at this edge and at the edge on j before it (1, 1 where there is none): the terms of a path
 * telescope to the last state. Both the bracket times the quadrature weight (`gain`) and f_c / f_p (`ratio`) depend on
 * the row only through whether it satisfied the earlier edges and satisfies this one, hence the cases of a node: satisfied
 * throughout, broken here, broken before. In the last the bracket is 0 and the ratio z_c / z_p.
 * The same bookkeeping as in Linear TreeSHAP (Yu et al. 2022), with quadrature points for its polynomials.
 */
export interface ShapPlan {
  readonly points: number;
  /** [node][case][point]; cases: 0 satisfied throughout, 1 broken here. */
  readonly ratio: Float64Array;
  readonly gain: Float64Array;
  /** [node]: the ratio at any point where an earlier edge was broken. */
  readonly brokenRatio: Float64Array;
}

export const shapCases = 2;

export function planShap(paths: ShapPaths): ShapPlan {
  const { earlier, z } = paths;
  const points = Math.max(1, Math.ceil(paths.most / 2));
  const rule = gaussLegendre(points);
  const ratio = new Float64Array(z.length * shapCases * points);
  const gain = new Float64Array(z.length * shapCases * points);
  const brokenRatio = new Float64Array(z.length);
  for (let node = 1; node < z.length; node++) {
    const zBefore = earlier[node] < 0 ? 1 : z[earlier[node]];
    brokenRatio[node] = z[node] / zBefore;
    for (let c = 0; c < shapCases; c++) {
      const o = c === 0 ? 1 : 0;
      for (let q = 0; q < points; q++) {
        const t = rule.points[q];
        const before = t + (1 - t) * zBefore;
        const now = t * o + (1 - t) * z[node];
        const at = (node * shapCases + c) * points + q;
        ratio[at] = now / before;
        gain[at] = rule.weights[q] * ((o - z[node]) / now - (1 - zBefore) / before);
      }
    }
  }
  return { points, ratio, gain, brokenRatio };
}
