import type { Tree } from './tree.js';

/**
 * What path-dependent TreeSHAP asks of one tree, the same for all rows.
 *
 * Absent features are averaged over by cover, so a leaf with value V gives a coalition S the value
 * V prod(j in S) o_j prod(j not in S) z_j over the features j of its path, where o_j is 1 if the row satisfies all
 * conditions on j and else 0, and z_j is the product of the cover shares of the edges on j. Owen's multilinear extension
 * of this game along the diagonal is V prod f_j(t) with f_j(t) = t o_j + (1 - t) z_j, and the Shapley value of j is
 *
 *     phi_j = integral over [0, 1] of V (o_j - z_j) prod(i /= j) f_i(t) dt        (Owen 1972)
 *
 * a polynomial of degree below the number d of features on the path, so that Gauss-Legendre with ceil(d / 2) points is exact
 * and, all factors being positive, without cancellation.
 */
export interface ShapPaths {
  readonly parent: Int32Array;
  /** Node entered by the nearest edge above on the same feature as the edge into this one, -1 where there is none. */
  readonly earlier: Int32Array;
  /** Product of the cover shares of all edges down to this one on its feature. */
  readonly z: Float64Array;
  /** Position of the feature of the edge into a node among the distinct features of its path, from the root on. */
  readonly place: Int32Array;
  /** Distinct features on the path to a node. */
  readonly distinct: Int32Array;
  /** The most of them. */
  readonly most: number;
}

export function shapPaths(tree: Tree): ShapPaths {
  const nodes = tree.feature.length;
  const parent = new Int32Array(nodes).fill(-1);
  const earlier = new Int32Array(nodes).fill(-1);
  const z = new Float64Array(nodes).fill(1);
  const place = new Int32Array(nodes);
  const distinct = new Int32Array(nodes);
  let most = 0;
  for (let node = 0; node < nodes; node++) {
    const feature = tree.feature[node];
    if (feature < 0) continue;
    const before = lastEdgeOn(tree, parent, node, feature);
    for (const child of [tree.left[node], tree.right[node]]) {
      const share = tree.cover[child] / tree.cover[node];
      parent[child] = node;
      earlier[child] = before;
      z[child] = (before < 0 ? 1 : z[before]) * share;
      place[child] = before < 0 ? distinct[node] : place[before];
      distinct[child] = distinct[node] + (before < 0 ? 1 : 0);
      most = Math.max(most, distinct[child]);
    }
  }
  return { parent, earlier, z, place, distinct, most };
}

function lastEdgeOn(tree: Tree, parent: Int32Array, from: number, feature: number): number {
  let node = from;
  while (parent[node] >= 0 && tree.feature[parent[node]] !== feature) node = parent[node];
  return parent[node] < 0 ? -1 : node;
}
