import { gaussLegendre } from './quadrature.js';
import type { Tree } from './tree.js';

/**
 * Everything about one tree that path-dependent TreeSHAP needs and that no row changes.
 *
 * Absent features are averaged over by cover, so a leaf with value V gives a coalition S the value
 * V prod(j in S) o_j prod(j not in S) z_j over the features j of its path, where o_j is 1 if the row satisfies all
 * conditions on j and else 0, and z_j is the product of the cover shares of the edges on j. Owen's multilinear extension
 * of this game along the diagonal is V prod f_j(t) with f_j(t) = t o_j + (1 - t) z_j, and the Shapley value of j is
 *
 *     phi_j = integral over [0, 1] of V (o_j - z_j) prod(i /= j) f_i(t) dt        (Owen 1972)
 *
 * a polynomial of degree below the number d of features on the path, so that Gauss-Legendre with ceil(d / 2) points is exact
 * and, all factors being positive, without cancellation. With G_c(t) the sum over the leaves below node c of V times
 * their product, each edge (p, c) on feature j adds to phi_j
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
  readonly parent: Int32Array;
  /** Nearest ancestor-or-parent node entered by an edge on the same feature, -1 where there is none. */
  readonly earlier: Int32Array;
  readonly points: number;
  /** [node][case][point]; cases: 0 satisfied throughout, 1 broken here. */
  readonly ratio: Float64Array;
  readonly gain: Float64Array;
  /** [node]: the ratio at any point where an earlier edge was broken. */
  readonly brokenRatio: Float64Array;
}

export const shapCases = 2;

export function planShap(tree: Tree): ShapPlan {
  const nodes = tree.feature.length;
  const parent = new Int32Array(nodes).fill(-1);
  const earlier = new Int32Array(nodes).fill(-1);
  const z = new Float64Array(nodes).fill(1);
  const distinct = new Int32Array(nodes);
  let most = 1;
  for (let node = 0; node < nodes; node++) {
    const feature = tree.feature[node];
    if (feature < 0) continue;
    const before = lastEdgeOn(tree, parent, node, feature);
    for (const child of [tree.left[node], tree.right[node]]) {
      const part = tree.cover[child] / tree.cover[node];
      parent[child] = node;
      earlier[child] = before;
      z[child] = (before < 0 ? 1 : z[before]) * part;
      distinct[child] = distinct[node] + (before < 0 ? 1 : 0);
      most = Math.max(most, distinct[child]);
    }
  }
  return { parent, earlier, ...tabulate(earlier, z, Math.ceil(most / 2)) };
}

function lastEdgeOn(tree: Tree, parent: Int32Array, from: number, feature: number): number {
  let node = from;
  while (parent[node] >= 0 && tree.feature[parent[node]] !== feature) node = parent[node];
  return parent[node] < 0 ? -1 : node;
}

function tabulate(
  earlier: Int32Array,
  z: Float64Array,
  points: number,
): Pick<ShapPlan, 'points' | 'ratio' | 'gain' | 'brokenRatio'> {
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
