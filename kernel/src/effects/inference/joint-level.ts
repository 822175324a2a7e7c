import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Units } from '../../models/units.js';
import { normalCdf } from '../../statistics/normal.js';
import { power } from '../../statistics/power.js';
import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';

/** Draws of the largest error: their quantile is then known to a hundredth; of many members fewer are drawn. */
const draws = { most: 10_000, fewest: 1000, products: 5e8 };
/** More members than this get the bound of independence. */
const mostMembers = 1000;

/** One of several estimates that are judged together. */
export interface Member {
  /** Rows of the sample that it is made from. */
  readonly rows: Int32Array;
  /** Its influence function at each of them; the scale does not matter. */
  readonly influence: Float64Array;
}

/**
 * The level that intervals of single estimates need for all of them to hold at once with probability `level`: the multiplier bootstrap of
 * the largest t-ratio (Chernozhukov, Chetverikov and Kato 2013), influences summed within clusters. With normal multipliers the
 * ratios are, given the data, jointly normal with the correlations of the influences, which is what is drawn from here. Of
 * very many estimates the bound of Sidak (1967) is taken, `level^(1 / members)`.
 *
 * @param units clusters of the rows of the sample; each row its own where they are independent
 */
export function jointLevel(
  members: readonly Member[],
  units: Units,
  level: number,
  seed: number,
  task: Task,
): number {
  const count = members.length;
  if (count < 2) return level;
  if (count > mostMembers) return power(level, 1 / count);
  const root = squareRoot(correlations(members, units, task), count);
  const total = Math.max(draws.fewest, Math.min(draws.most, Math.floor(draws.products / count ** 2)));
  const normal = normals(seed);
  const largest = new Float64Array(total);
  const z = new Float64Array(count);
  for (let draw = 0; draw < total; draw++) {
    if (draw % 100 === 0) task.report(draw / total, 'Judging groups together');
    for (let a = 0; a < count; a++) z[a] = normal();
    for (let a = 0; a < count; a++) {
      let t = 0;
      for (let b = 0; b < count; b++) t += root[a * count + b] * z[b];
      largest[draw] = Math.max(largest[draw], Math.abs(t));
    }
  }
  return 2 * normalCdf(largest.sort()[Math.ceil(level * total) - 1]) - 1;
}

/** Correlations of the sums of influences, members x members. */
function correlations(members: readonly Member[], units: Units, task: Task): Float64Array {
  const count = members.length;
  const products = new Float64Array(count * count);
  const sums = new Float64Array(units.count);
  members.forEach(({ rows, influence }, a) => {
    task.check();
    sums.fill(0);
    rows.forEach((row, i) => {
      sums[units.of[row]] += influence[i];
    });
    for (let b = 0; b <= a; b++) {
      const other = members[b];
      let product = 0;
      for (let i = 0; i < other.rows.length; i++)
        product += sums[units.of[other.rows[i]]] * other.influence[i];
      products[a * count + b] = product;
      products[b * count + a] = product;
    }
  });
  const spread = Float64Array.from({ length: count }, (_, a) => Math.sqrt(products[a * count + a]) || 1);
  return products.map((product, i) => product / spread[Math.floor(i / count)] / spread[i % count]);
}

/** A matrix that multiplied by its transpose gives the correlations, which need not be of full rank. */
function squareRoot(correlation: Float64Array, count: number): Float64Array {
  const matrix = Matrix.from1DArray(count, count, correlation);
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  });
  const scales = realEigenvalues.map((value) => Math.sqrt(Math.max(0, value)));
  return Float64Array.from(
    correlation,
    (_, i) => eigenvectorMatrix.get(Math.floor(i / count), i % count) * scales[i % count],
  );
}

/** Standard normal numbers, two from each pair of uniform ones (Box and Muller 1958). */
function normals(seed: number): () => number {
  const random = createRandom(seed, 17);
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const size = Math.sqrt(-2 * Math.log(1 - random.next()));
    const angle = 2 * Math.PI * random.next();
    spare = size * Math.sin(angle);
    return size * Math.cos(angle);
  };
}
