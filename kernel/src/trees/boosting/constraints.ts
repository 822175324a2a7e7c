import type { ChosenSplit, GrownTree } from './growing-tree.js';

/** Groups of features that may meet on a path (see the option `interactions`). */
export class Interactions {
  private readonly groups: readonly (readonly number[])[];

  constructor(
    private readonly features: number,
    groups: readonly (readonly number[])[],
  ) {
    const listed = new Set(groups.flat());
    const alone = Array.from({ length: features }, (_, feature) => feature).filter((f) => !listed.has(f));
    this.groups = [...groups, ...alone.map((feature) => [feature])];
  }

  /** Features that may be split on below splits on these: those of the groups that have all of them. */
  allowedBelow(path: ReadonlySet<number>): Uint8Array {
    const allowed = new Uint8Array(this.features);
    for (const group of this.groups) {
      if ([...path].every((feature) => group.includes(feature))) for (const f of group) allowed[f] = 1;
    }
    return allowed;
  }
}

/**
 * Draws leaf values in so that the tree rises or falls with its monotone features: at each split on one, the values of either
 * side end at the middle between their means. For values that were not found within bounds as the tree grew.
 */
export function boundLeaves(tree: GrownTree, values: Float64Array, monotone: ArrayLike<number>): void {
  // Split i makes nodes 2 i + 1 and 2 i + 2: children come after their parents.
  const nodes = 2 * tree.splits.length + 1;
  const rows = new Float64Array(nodes);
  const sums = new Float64Array(nodes);
  tree.leaves.forEach(({ node, from, to }, i) => {
    rows[node] = to - from;
    sums[node] = rows[node] * values[i];
  });
  for (let i = tree.splits.length - 1; i >= 0; i--) {
    const { node } = tree.splits[i];
    rows[node] = rows[2 * i + 1] + rows[2 * i + 2];
    sums[node] = sums[2 * i + 1] + sums[2 * i + 2];
  }
  const low = new Float64Array(nodes).fill(Number.NEGATIVE_INFINITY);
  const high = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  tree.splits.forEach((split, i) => {
    const { node } = split;
    const [a, b] = [2 * i + 1, 2 * i + 2];
    const between = (sums[a] / rows[a] + sums[b] / rows[b]) / 2;
    const middle = Math.min(high[node], Math.max(low[node], between));
    const bounds = boundsOfSides(split, monotone, middle, low[node], high[node]);
    [low[a], high[a]] = bounds.left;
    [low[b], high[b]] = bounds.right;
  });
  tree.leaves.forEach(({ node }, i) => {
    values[i] = Math.min(high[node], Math.max(low[node], values[i]));
  });
}

/** Bounds of the sides of a split: on a monotone feature neither passes `middle`. */
export function boundsOfSides(
  { feature }: Pick<ChosenSplit, 'feature'>,
  monotone: ArrayLike<number> | undefined,
  middle: number,
  low: number,
  high: number,
): { left: readonly [number, number]; right: readonly [number, number] } {
  const direction = monotone?.[feature] ?? 0;
  if (direction > 0) return { left: [low, middle], right: [middle, high] };
  if (direction < 0) return { left: [middle, high], right: [low, middle] };
  return { left: [low, high], right: [low, high] };
}
