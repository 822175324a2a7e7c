import type { CategoryColumn, Column, NumericColumn } from '../../../kernel/src/data/table.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';
import { noise } from '../effects/tables.js';

/** How the rows of a draw differ from the usual ones. */
export interface Shift {
  /** Added to the first number. */
  readonly mean?: number;
  /** By which its distance from the mean is stretched. */
  readonly spread?: number;
  /** Share of rows of the first city, .25 where absent. */
  readonly first?: number;
  /** Share of the second number that is missing, .1 where absent. */
  readonly missing?: number;
  /** Correlation of the third and fourth number; 0 where absent. */
  readonly together?: number;
}

const cities = ['Basel', 'Bern', 'Chur', 'Davos'];

/** Columns as shops have them: numbers, one with values missing, two that may go together, counts, a yes or no, a category. */
export function drawColumns(rows: number, seed: number, shift: Shift = {}): Column[] {
  const { mean = 0, spread = 1, first = 0.25, missing = 0.1, together = 0 } = shift;
  const random = createRandom(seed, 3);
  const { normal } = noise(seed);
  const numbers = (name: string, draw: () => number): NumericColumn => ({
    ...{ kind: 'numeric', name, type: 'numeric' },
    values: Float64Array.from({ length: rows }, draw),
  });
  const third = numbers('third', normal);
  const codes = Int32Array.from({ length: rows }, () => (random.next() < first ? 0 : 1 + random.below(3)));
  const city: CategoryColumn = { kind: 'category', name: 'city', type: 'categorical', codes, levels: cities };
  return [
    numbers('first', () => mean + spread * normal()),
    numbers('second', () => (random.next() < missing ? Number.NaN : Math.exp(normal()))),
    third,
    numbers('fourth', () => normal()),
    numbers('visits', () => random.below(6)),
    numbers('member', () => (random.next() < 0.3 ? 1 : 0)),
    city,
  ].map((column) => {
    if (column.name !== 'fourth' || column.kind !== 'numeric') return column;
    const rest = Math.sqrt(1 - together ** 2);
    return {
      ...column,
      values: column.values.map((value, row) => together * third.values[row] + rest * value),
    };
  });
}
