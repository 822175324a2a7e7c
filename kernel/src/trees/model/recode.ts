import type { FeatureInfo } from './feature-info.js';
import {
  cutOf,
  featureOf,
  groupGoesLeft,
  isLeaf,
  missingGoesLeft,
  setWords,
  splitsGroups,
  type Trees,
  treeCount,
} from './trees.js';

/** How what trees say in terms of one list of features is said in terms of another. */
export interface Recoding {
  /** Number of each feature in the new list. */
  readonly features: Int32Array;
  /** Numeric: new number of each cut and, at the end, of none (the number of cuts). Absent for a categorical feature. */
  readonly cuts: readonly (Uint16Array | undefined)[];
  /** Categorical: old group of each new one, 0 (missing) for one that has none. Absent for a numeric feature. */
  readonly groups: readonly (Uint8Array | undefined)[];
}

/** The same trees in terms of another list of features: every row goes where it went. Each categorical node gets its own set. */
export function recode(trees: Trees, recoding: Recoding): Trees {
  const nodes = trees.nodes.slice();
  const sets: number[] = [];
  const setRoots = new Uint32Array(treeCount(trees) + 1);
  for (let tree = 0; tree < treeCount(trees); tree++) {
    setRoots[tree] = sets.length / setWords;
    for (let node = trees.roots[tree]; node < trees.roots[tree + 1]; node++) {
      if (isLeaf(trees, node)) continue;
      const feature = featureOf(trees, node);
      let cut = recoding.cuts[feature]?.[cutOf(trees, node)] ?? 0;
      if (splitsGroups(trees, node)) {
        cut = sets.length / setWords - setRoots[tree];
        sets.push(...recodeSet(trees, tree, node, recoding.groups[feature] ?? new Uint8Array(0)));
      }
      const flags = nodes[2 * node] & 0xc000_0000;
      nodes[2 * node] = (flags | (recoding.features[feature] << 16) | cut) >>> 0;
    }
  }
  setRoots[treeCount(trees)] = sets.length / setWords;
  return { ...trees, nodes, setRoots, sets: Uint32Array.from(sets) };
}

function recodeSet(trees: Trees, tree: number, node: number, oldGroups: Uint8Array): Uint32Array {
  const words = new Uint32Array(setWords);
  for (let group = 1; group < oldGroups.length; group++) {
    const old = oldGroups[group];
    const left = old === 0 ? missingGoesLeft(trees, node) : groupGoesLeft(trees, tree, node, old);
    if (left) words[group >>> 5] |= 1 << (group & 31);
  }
  return words;
}

/** Features with those cuts alone that trees split at, and the way to them. */
export function usedCuts(
  features: readonly FeatureInfo[],
  blocks: readonly Trees[],
): { features: FeatureInfo[]; recoding: Recoding } {
  const used = features.map(({ cuts }) => new Uint8Array(cuts.length));
  for (const trees of blocks) {
    for (let node = 0; node < trees.nodes.length / 2; node++) {
      if (!isLeaf(trees, node) && !splitsGroups(trees, node))
        used[featureOf(trees, node)][cutOf(trees, node)] = 1;
    }
  }
  const kept = features.map((info, j) => ({
    ...info,
    cuts: info.cuts.filter((_, cut) => used[j][cut] === 1),
  }));
  return {
    features: kept,
    recoding: {
      features: Int32Array.from(features.keys()),
      cuts: features.map(({ kind, cuts }, j) =>
        kind === 'numeric' ? placesIn(kept[j].cuts, cuts) : undefined,
      ),
      groups: features.map(({ kind }) =>
        kind === 'numeric' ? undefined : Uint8Array.from({ length: 256 }, (_, g) => g),
      ),
    },
  };
}

/** Place of each cut in an ascending list, and the length of that for none; a cut that is not in it gets that of the next. */
export function placesIn(list: Float64Array, cuts: Float64Array): Uint16Array {
  const places = new Uint16Array(cuts.length + 1);
  let place = 0;
  cuts.forEach((cut, i) => {
    while (place < list.length && list[place] < cut) place++;
    places[i] = place;
  });
  places[cuts.length] = list.length;
  return places;
}
