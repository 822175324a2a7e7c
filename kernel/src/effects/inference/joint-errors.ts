import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Units } from '../../models/units.js';
import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';

/** One of several estimates that are judged together. */
export interface Member {
  /** Rows of the sample that it is made from. */
  readonly rows: Int32Array;
  /** Its influence function at each of them; the scale does not matter. */
  readonly influence: Float64Array;
}

/** Estimates whose errors are jointly normal. */
export interface JointErrors {
  /** Per member: root of the summed squares of its influences within clusters; divided by the rows the standard error of a mean. */
  readonly spread: Float64Array;
  /** Members x members. */
  readonly correlation: Float64Array;
  /** Writes one draw of the errors, each of variance 1, into an array. */
  readonly draw: (into: Float64Array) => void;
}

/**
 * The multiplier bootstrap of influence functions (Chernozhukov, Chetverikov and Kato 2013) with normal multipliers: given the data the
 * errors are then jointly normal with the correlations of the influences, which is what is drawn from here.
 *
 * @param units clusters of the rows of the sample; each row its own where they are independent
 */
export function jointErrors(members: readonly Member[], units: Units, seed: number, task: Task): JointErrors {
  const count = members.length;
  const { correlation, spread } = correlations(members, units, task);
  const root = squareRoot(correlation, count);
  const normal = normals(seed);
  const z = new Float64Array(count);
  const draw = (into: Float64Array): void => {
    for (let a = 0; a < count; a++) z[a] = normal();
    for (let a = 0; a < count; a++) {
      let t = 0;
      for (let b = 0; b < count; b++) t += root[a * count + b] * z[b];
      into[a] = t;
    }
  };
  return { spread, correlation, draw };
}

/** Correlations of the sums of influences, members x members. */
function correlations(
  members: readonly Member[],
  units: Units,
  task: Task,
): { correlation: Float64Array; spread: Float64Array } {
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
  const spread = Float64Array.from({ length: count }, (_, a) => Math.sqrt(products[a * count + a]));
  const scale = spread.map((value) => value || 1);
  const correlation = products.map((product, i) => product / scale[Math.floor(i / count)] / scale[i % count]);
  return { correlation, spread };
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
