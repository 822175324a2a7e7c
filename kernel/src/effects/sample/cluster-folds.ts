import type { Units } from '../../models/units.js';
import { type Folds, stratifiedFolds } from '../../statistics/folds.js';
import { createRandom } from '../../statistics/random.js';
import type { Sample } from './sample.js';

/**
 * Folds of cross-fitting. Rows of a cluster share a fold: a nuisance that had seen some of them would know something of the
 * others. Arms are spread over the folds as evenly as whole clusters allow; without clusters, to the row.
 *
 * @throws InputError CS1310 for fewer than 3 folds or more than 20
 */
export function sampleFolds({ arm, arms, clusters }: Sample, folds: number, seed: number): Folds {
  const byRow = stratifiedFolds(arm, arms.length, folds, seed);
  if (!clusters || clusters.count === arm.length) return byRow;
  const foldOfCluster = dealClusters(clusters, arm, arms.length, folds, seed);
  return { ...byRow, foldOf: Int8Array.from(clusters.of, (cluster) => foldOfCluster[cluster]) };
}

/**
 * Longest processing time first (Graham 1969), with a load per arm: clusters go from the largest to the smallest, ties in random order, into the fold
 * where the sum over arms of squared shares of the arm's rows grows least.
 */
function dealClusters(
  { of, count }: Units,
  arm: Int32Array,
  arms: number,
  folds: number,
  seed: number,
): Int8Array {
  const sizes = new Float64Array(count * arms);
  const totals = new Float64Array(arms);
  const rows = new Float64Array(count);
  for (let row = 0; row < arm.length; row++) {
    sizes[of[row] * arms + arm[row]]++;
    totals[arm[row]]++;
    rows[of[row]]++;
  }
  const random = createRandom(seed, 1);
  const ties = Float64Array.from(rows, () => random.next());
  const order = [...rows.keys()].sort((a, b) => rows[b] - rows[a] || ties[a] - ties[b]);
  const loads = new Float64Array(folds * arms);
  const growth = (cluster: number, fold: number): number => {
    let sum = 0;
    for (let a = 0; a < arms; a++) {
      const size = sizes[cluster * arms + a] / totals[a];
      sum += size * (2 * loads[fold * arms + a] + size);
    }
    return sum;
  };
  return order.reduce((foldOf, cluster) => {
    let best = 0;
    for (let fold = 1; fold < folds; fold++) if (growth(cluster, fold) < growth(cluster, best)) best = fold;
    for (let a = 0; a < arms; a++) loads[best * arms + a] += sizes[cluster * arms + a] / totals[a];
    foldOf[cluster] = best;
    return foldOf;
  }, new Int8Array(count));
}
