import { inputError } from '../problem.js';
import { createRandom } from './random.js';

/** Folds of cross-fitting: `foldOf[row]` is 0 to `folds - 1`. */
export interface Folds {
  readonly foldOf: Int8Array;
  readonly folds: number;
  readonly seed: number;
}

/** Nested cross-fitting takes two folds out and has to have one left. */
const fewestFolds = 3;
const mostFolds = 20;

/**
 * Seeded folds, stratified by arm: every fold has the same share of every arm, up to one row, and
 * folds differ in size by at most one row. `arm` holds one arm index per row, 0 to `arms - 1`.
 *
 * @throws InputError CS1310 for fewer than 3 folds or more than 20
 */
export function stratifiedFolds(arm: Int32Array, arms: number, folds: number, seed: number): Folds {
  if (!(Number.isInteger(folds) && folds >= fewestFolds && folds <= mostFolds)) {
    throw inputError(
      'CS1310',
      `folds must be a whole number from ${fewestFolds} to ${mostFolds}, not ${folds}.`,
    );
  }
  const random = createRandom(seed, 1);
  const foldOf = new Int8Array(arm.length);
  // Dealing goes on where the last arm stopped, so that remainders do not pile up in the first folds.
  let dealt = 0;
  for (let a = 0; a < arms; a++) {
    const rows = rowsWhere(arm, (own) => own === a);
    for (let i = rows.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [rows[i], rows[j]] = [rows[j], rows[i]];
    }
    for (const row of rows) foldOf[row] = dealt++ % folds;
  }
  return { foldOf, folds, seed };
}

/** Places of the entries that pass a test, in order. */
export function rowsWhere<Values extends Int32Array | Int8Array | Uint8Array>(
  values: Values,
  test: (value: number, row: number) => boolean,
): Int32Array {
  const rows = new Int32Array(values.length);
  let count = 0;
  for (let row = 0; row < values.length; row++) if (test(values[row], row)) rows[count++] = row;
  return rows.slice(0, count);
}
