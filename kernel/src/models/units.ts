import type { Column } from '../data/table.js';
import { stratifiedFolds } from '../statistics/folds.js';
import { createRandom, sampleSorted } from '../statistics/random.js';

/** Rows of the same unit (a person, a shop) resemble each other: whoever has seen one has seen something of the others. */
export interface Units {
  /** Unit of each row of the table, 0 to `count - 1` in the order of their first rows. */
  readonly of: Int32Array;
  readonly count: number;
}

/** Units by the values of a column; a row without a value is a unit of its own. */
export function unitsOf(column: Column): Units {
  const keys = column.kind === 'numeric' ? column.values : column.codes;
  const numbers = new Map<number, number>();
  let count = 0;
  const of = Int32Array.from(keys, (key) => {
    if (Number.isNaN(key) || (column.kind !== 'numeric' && key < 0)) return count++;
    const number = numbers.get(key) ?? count++;
    numbers.set(key, number);
    return number;
  });
  return { of, count };
}

/**
 * Seeded folds of rows, stratified by class (0 or 1 per row); a unit is in one fold whole, and of the class 1 where any
 * of its rows is. With fewer units than folds rows are dealt one by one.
 *
 * @throws InputError CS1310 for fewer than 3 folds or more than 20
 */
export function dealFolds(
  classes: Int32Array,
  units: Units | undefined,
  folds: number,
  seed: number,
): Int8Array {
  if (!units || units.count < folds) return stratifiedFolds(classes, 2, folds, seed).foldOf;
  const classOf = new Int32Array(units.count);
  units.of.forEach((unit, row) => {
    classOf[unit] |= classes[row];
  });
  const { foldOf } = stratifiedFolds(classOf, 2, folds, seed);
  return Int8Array.from(units.of, (unit) => foldOf[unit]);
}

/** A seeded fifth of the rows, in their order; of units, a fifth of those among the rows, with all of their rows. */
export function drawFifth(rows: Int32Array, units: Units | undefined, seed: number): Int32Array {
  const random = createRandom(seed, 13);
  if (!units) return sampleSorted(rows, Math.floor(rows.length / 5), random);
  const met = Int32Array.from(new Set(Array.from(rows, (row) => units.of[row])));
  const drawn = new Set(sampleSorted(met, Math.floor(met.length / 5), random));
  return rows.filter((row) => drawn.has(units.of[row]));
}
