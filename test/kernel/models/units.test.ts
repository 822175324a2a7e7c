import { expect, test } from 'vitest';
import { dealFolds, drawFifth, unitsOf } from '../../../kernel/src/models/units.js';
import { stratifiedFolds } from '../../../kernel/src/statistics/folds.js';
import { number } from '../effects/tables.js';
import { allRows } from '../trees/data.js';

test('rows of the same value are of one unit, rows without a value of their own', () => {
  const units = unitsOf(number('id', [7, Number.NaN, 3, 7, Number.NaN, 3]));
  expect([...units.of]).toEqual([0, 1, 2, 0, 3, 2]);
  expect(units.count).toBe(4);
  const codes = Int32Array.of(1, -1, 0, 1, -1);
  const names = unitsOf({ kind: 'category', name: 'name', type: 'categorical', codes, levels: ['a', 'b'] });
  expect([...names.of]).toEqual([0, 1, 2, 0, 3]);
});

const repeated = unitsOf(
  number(
    'id',
    Array.from({ length: 600 }, (_, row) => row % 60),
  ),
);
const classes = Int32Array.from({ length: 600 }, (_, row) => (row % 60 < 15 ? 1 : 0));

test('folds take units whole and share out the classes', () => {
  const foldOf = dealFolds(classes, repeated, 5, 1);
  for (let fold = 0; fold < 5; fold++) {
    const rows = allRows(600).filter((row) => foldOf[row] === fold);
    expect(rows.length).toBe(120);
    expect(rows.filter((row) => classes[row] === 1).length).toBe(30);
    for (const row of rows) expect(foldOf[row % 60]).toBe(fold);
  }
});

test('the fifth drawn takes units whole', () => {
  const rows = allRows(600).filter((row) => row % 7 > 0);
  const drawn = new Set(drawFifth(rows, repeated, 3));
  expect(new Set([...drawn].map((row) => row % 60)).size).toBe(12);
  for (const row of rows) expect(drawn.has(row)).toBe([...drawn].some((other) => other % 60 === row % 60));
});

test('units of one row each change nothing', () => {
  const single = unitsOf(
    number(
      'id',
      Array.from({ length: 600 }, (_, row) => 3 * row),
    ),
  );
  expect(dealFolds(classes, single, 5, 2)).toEqual(stratifiedFolds(classes, 2, 5, 2).foldOf);
  expect(drawFifth(allRows(600), single, 2)).toEqual(drawFifth(allRows(600), undefined, 2));
});

test('fewer units than folds are dealt row by row', () => {
  const two = unitsOf(
    number(
      'id',
      Array.from({ length: 600 }, (_, row) => row % 2),
    ),
  );
  expect(dealFolds(classes, two, 5, 2)).toEqual(dealFolds(classes, undefined, 5, 2));
});
